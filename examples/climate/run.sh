#!/usr/bin/env bash
# A real survey through Hearth: 2,042 people of 49 companies, from CSV files to what is released of their answers, and that by every route
# beside the figures that the data's README says. The data is no part of Hearth.
#   examples/climate/run.sh [BINARY]     bin/hearth when unsaid
# Needs a running Hearth that is empty, bash and Go.
#   HEARTH_SHARED   the folder that holds data/climate; ../shared beside Hearth's own when unset
#   HEARTH_GRPC_ADDR, HEARTH_HTTP_ADDR, HEARTH_KEYS_DIR   as for Hearth itself
set -euo pipefail
cd "$(dirname "$0")/../.."
hearth=${1:-bin/hearth}
data=${HEARTH_SHARED:-../shared}/data/climate
if [ ! -d "$data" ]; then
	echo "NOT TRIED: the climate data is not at $data; HEARTH_SHARED names the folder that holds data/climate" >&2
	exit 3
fi
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# The data has no names, employers or days of hire; Hearth wants them.
"$hearth" directory import "$data/people.csv" --units "$data/units.csv" --map employee_number=number \
	--set display_name=somebody --set employer=in-house --set hire_date=2000-01-01 --yes
instrument=$("$hearth" survey instrument import examples/climate/instrument.yaml --publish)
asked=$(($(wc -l <"$data/people.csv") - 1))

# survey TITLE [FLAG...]: asks everybody, takes their answers in, releases them, and compares.
survey() {
	title=$1
	shift
	# What was imported reaches surveys by events, moments later.
	until survey=$("$hearth" survey create --title "$title" --instrument "$instrument" --owner hris:org --import "$@" 2>"$folder/said"); do
		grep -q 'hris:org\|owner' "$folder/said" || { cat "$folder/said" >&2 && exit 1; }
		sleep 0.2
	done
	until "$hearth" survey preview "$survey" | grep -q " $asked "; do sleep 0.2; done
	"$hearth" survey open "$survey" >"$folder/said"
	"$hearth" survey import "$survey" "$data/responses.csv" --map employee_number=number
	"$hearth" survey close "$survey" >"$folder/said"
	"$hearth" survey release "$survey"
	"$hearth" survey export "$survey" --format csv --file "$folder/table.csv"
	HEARTH_TOKEN=$("$hearth" token) go run ./examples/climate "$data/README.md" "$survey" "$folder/table.csv"
}

# The same answers are asked for in two ways. Under people's names nothing is hidden, and every figure must be there; in confidence, some are not.
echo "Under people's names:"
survey "Climate, identified" --mode identified --k 1
echo "Confidential, in groups of five people or more:"
survey "Climate, confidential"
