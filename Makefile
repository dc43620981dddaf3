# Hearth's everyday commands. `make run` and `make test` need Go alone; the others first build their tools into bin/.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Without C a build is the same on a machine that has a compiler and on one that has none. The race detector needs it.
export CGO_ENABLED ?= 0

TOOLS := bin/.tools
THIRD_PARTY := bin/proto/.printed

.PHONY: help run test check proto bench history soak size

help: ## show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build Hearth and serve everything in one process, its data in ./.hearth
	@echo "building bin/hearth: some minutes the first time, seconds from then on"
	@go build -o bin/hearth ./cmd/hearth
	@exec bin/hearth serve

test: ## run all tests on the engines found here (RACE=1 adds the race detector)
	@tools/test.sh ./...
	@# Under the detector the matrix tries one caller of each verdict, and two readers have a turn at each way to read a release. So these
	@# tests are run in full without.
	@case "$${RACE:-$${CI:-}}" in 1|true) RACE=0 tools/test.sh -run '^TestTheContractIsKept/.*/methods|^TestEachReaderIsShown' ./test/matrix ./test/scope ;; esac

check: $(TOOLS) $(THIRD_PARTY) ## check what tests do not: vet, staticcheck, contract, generated code, modules
	@tools/check.sh

proto: $(TOOLS) $(THIRD_PARTY) ## format and lint the contract, then generate Go and OpenAPI from it
	@bin/buf format --write proto
	@bin/buf lint
	@tools/generate.sh write

bench: ## measure Hearth beside its yardsticks, some ten minutes, and write docs/performance.md
	@npm install --prefix test/bench/duckdb --no-package-lock --no-audit --no-fund --silent || echo "DuckDB could not be fetched (npm): its rows will be missing"
	@go build -o bin/cluster ./test/cluster
	@bin/cluster go run ./test/bench docs/performance.md

history: ## read pages and balances out of 10,000,000 transfers on the engines found here, some ten minutes
	@go build -o bin/cluster ./test/cluster
	@HEARTH_SOAK=1 bin/cluster go test -run '^$$' -bench '^BenchmarkHistory$$' -benchtime 1000x -timeout 1h ./services/incentive/internal/store/ledger

soak: ## run all tests at full length, then every fuzz target for three minutes (FUZZ=10m: for ten)
	@HEARTH_SOAK=1 tools/test.sh -count 1 -timeout 3h ./...
	@tools/fuzz.sh $(or $(FUZZ),3m)

size: ## print the lines of code and of tests, package by package
	@cd tools && go run ./size ..

$(TOOLS): tools/go.mod tools/go.sum
	@mkdir -p bin
	@echo "building the tools into bin/, once"
	@cd tools && GOBIN=$(CURDIR)/bin go install tool
	@touch $@

$(THIRD_PARTY): $(wildcard tools/protodeps/*)
	@cd tools/protodeps && go run . $(CURDIR)/bin/proto
	@touch $@
