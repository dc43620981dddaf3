#!/usr/bin/env bash
# Runs every fuzz target, one after the other, for the time given. What makes one fail stays in its package's testdata, to
# be committed with the repair.
set -euo pipefail
cd "$(dirname "$0")/.."

each=${1:?usage: fuzz.sh <time for each target, such as 3m>}
failed=()
# What reaches new code is made smaller for a minute each, unless told otherwise, and nothing new is tried meanwhile: fifty tries do.
while IFS=: read -r file target; do
	echo "== $target in ${file%/*}, $each"
	go test -vet=off -run '^$' -fuzz "^$target\$" -fuzztime "$each" -fuzzminimizetime 50x "./${file%/*}" || failed+=("$target")
done < <(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' cmd gateway internal services test | sed 's/func //' | sort)

if [ ${#failed[@]} -gt 0 ]; then
	echo "FAILED: ${failed[*]}"
	exit 1
fi
