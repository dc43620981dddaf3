#!/usr/bin/env bash
# Checks everything that tests do not. All stages run, so that one reading shows all that is wrong. The tools of bin/
# must stand: make check builds them first.
set -euo pipefail
cd "$(dirname "$0")/.."

unformatted() {
	local files
	files=$(gofmt -l $(find . -name '*.go' -not -path './bin/*' -not -path '*/node_modules/*')) || return 1
	[ -z "$files" ] || { echo "gofmt would change:"; echo "$files"; return 1; }
}

# A test-only dependency of buf's has no obtainable version, so a tidy of the tools must be told to go on (-e).
tidy_tools() {
	(cd tools && go mod tidy -e -diff 2>/dev/null) && (cd tools/protodeps && go mod tidy -diff)
}

vet() {
	go vet ./... && (cd tools && go vet ./...) && (cd tools/protodeps && go vet ./...)
}

static() {
	bin/staticcheck ./... && (cd tools && ../bin/staticcheck ./...) && (cd tools/protodeps && ../../bin/staticcheck ./...)
}

failed=()
stage() {
	local name=$1 began=$SECONDS
	shift
	echo "== $name"
	"$@" || failed+=("$name")
	echo "   $((SECONDS - began)) s"
}

stage gofmt unformatted
stage "go mod tidy" go mod tidy -diff
stage "go mod tidy of the tools" tidy_tools
stage "go vet" vet
stage staticcheck static
stage "buf lint" bin/buf lint
stage "buf format" bin/buf format --diff --exit-code proto
stage "buf breaking" tools/breaking.sh
stage "generated code" tools/generate.sh check

if [ ${#failed[@]} -gt 0 ]; then
	echo "FAILED: $(IFS=,; echo "${failed[*]}")"
	exit 1
fi
echo "all checks passed"
