#!/usr/bin/env bash
# Runs go test with the arguments given: all packages share one PostgreSQL cluster where its binaries are found, and the
# end says what was covered. CI=true demands PostgreSQL and the race detector; RACE=1 asks for the detector alone, and RACE=0 for none.
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o bin/cluster ./test/cluster

race=()
if [ "${RACE:-${CI:-}}" = true ] || [ "${RACE:-}" = 1 ]; then
	compiler=$(go env CC)
	if ! command -v "${compiler%% *}" >/dev/null; then
		echo "the race detector needs the C compiler $compiler, which is not here" >&2
		exit 1
	fi
	# Beside races the detector checks unsafe pointers, which only dependencies of ours use, and no test asks a debugger.
	always="-d=checkptr=0 -dwarf=false"
	race=(-race "-gcflags=all=$always")
	# What only computes, without atomics and on what its caller gave it, would cost most of the processor time of a run. Whoever
	# calls it is watched, and so is everything that shares memory between goroutines. SQLite is C made into Go and keeps what it has
	# outside Go's heap, where the detector looks at nothing.
	quiet=(
		modernc.org/{sqlite/lib,libc/...,memory}
		regexp/... compress/flate text/template/parse golang.org/x/text/... golang.org/x/net/http2/hpack
		golang.org/x/crypto/{blowfish,blake2b}
		github.com/{antlr4-go/antlr/v4/...,go-ego/gse/...,pressly/goose/v3/internal/sqlparser}
		gonum.org/v1/gonum/...
		github.com/hearth-culture/hearth/services/survey/internal/domain/{driver,interval,release/attack}
	)
	for package in "${quiet[@]}"; do race+=("-gcflags=$package=-race=false $always"); done
	export CGO_ENABLED=1
fi

# What tests write goes to memory, where there is some: it is flushed by the same calls, but no test waits for a disk.
memory=/dev/shm
needed=$((4 << 20)) # KiB
if [ -z "${TMPDIR:-}" ] && [ -w "$memory" ] && grep -q "^[^ ]* $memory tmpfs " /proc/mounts &&
	! grep -q "^[^ ]* $memory tmpfs [^ ]*noexec" /proc/mounts && [ "$(df --output=avail -k "$memory" | tail -n 1)" -ge "$needed" ]; then
	export TMPDIR=$memory GOTMPDIR=${GOTMPDIR:-/tmp} # what the compiler writes is large
fi

# The detector has each test binary sleep a second before it ends, to see what still runs then: two minutes of a whole run.
export GORACE=${GORACE:-atexit_sleep_ms=100}

# Tests keep little: more garbage costs some megabytes and saves a sixth of the processor time.
export GOGC=${GOGC:-400}

# Two packages at a time: they share the one cluster and, as a rule, two cores. Vet is a stage of make check.
exec bin/cluster go test -vet=off -p 2 "${race[@]}" "$@"
