#!/usr/bin/env bash
# Generates Go and the OpenAPI document from the contract.
#
#   tools/generate.sh write   brings the tree up to date and removes what no longer follows from a .proto
#   tools/generate.sh check   changes nothing; fails and shows the difference where the tree is not up to date
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

# Everything generated under a root, relative to it.
generated() {
	(cd "$1" && find proto gateway/openapi -type f \( -name '*.pb.go' -o -name '*.pb.gw.go' -o -name '*.swagger.json' \) 2>/dev/null | sort)
}

bin/buf generate --output "$fresh"

stale=$(comm -23 <(generated .) <(generated "$fresh"))
case "${1:-}" in
write)
	# Unchanged files are left alone, so that editors and builds that run meanwhile see no half-written file.
	generated "$fresh" | while read -r file; do
		if ! cmp -s "$fresh/$file" "$file"; then
			mkdir -p "$(dirname "$file")"
			cp "$fresh/$file" "$file.new"
			mv "$file.new" "$file"
		fi
	done
	for file in $stale; do rm "$file"; done
	;;
check)
	failed=0
	for file in $stale; do
		echo "$file follows from no .proto any more; run make proto"
		failed=1
	done
	for file in $(generated "$fresh"); do
		diff -u "$file" "$fresh/$file" 2>&1 | head -n 40 && cmp -s "$file" "$fresh/$file" || failed=1
	done
	if [ "$failed" != 0 ]; then
		echo "generated code is not up to date; run make proto"
		exit 1
	fi
	;;
*)
	echo "usage: tools/generate.sh write|check" >&2
	exit 2
	;;
esac
