#!/usr/bin/env bash
# Runs go test with the arguments given: all packages share one PostgreSQL cluster where its binaries are found, and the
# end says what was covered. CI=true demands PostgreSQL and the race detector; RACE=1 asks for the detector alone.
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o bin/cluster ./test/cluster

race=()
if [ "${CI:-}" = true ] || [ "${RACE:-}" = 1 ]; then
	compiler=$(go env CC)
	if ! command -v "${compiler%% *}" >/dev/null; then
		echo "the race detector needs the C compiler $compiler, which is not here" >&2
		exit 1
	fi
	race=(-race)
	# SQLite, which is C made into Go, keeps all it has outside Go's heap, where the detector looks at nothing: it would
	# only cost, half of the processor time of a test on a database. The driver above it is watched like everything else.
	for quiet in sqlite/lib libc/... memory; do race+=("-gcflags=modernc.org/$quiet=-race=false"); done
	# The attacks on a release are arithmetic in one goroutine; the releases that they attack are watched.
	race+=(-gcflags=github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack=-race=false)
	export CGO_ENABLED=1
fi

# Two packages at a time: they share the one cluster and, as a rule, two cores. Vet is a stage of make check.
exec bin/cluster go test -vet=off -p 2 "${race[@]}" "$@"
