package main

// run is a package's benchmarks that are measured together, so that each figure has its yardstick beside it.
type run struct {
	pkg string
	// bench and skip choose benchmarks as go test does.
	bench, skip string
	// each is how long a benchmark runs, or how often: what go test calls benchtime.
	each string
	// rounds is how often the whole run is repeated, one benchmark after the other.
	rounds int
}

var runs = []run{
	{"internal/rpc", "^BenchmarkCall$", "BenchmarkCall/.*/parallel", "500ms", 5},
	{"services/survey", "^BenchmarkSubmit$", "BenchmarkSubmit/.*/(with_request_ids|in_process)", "1s", 3},
	{"gateway", "^BenchmarkJSON$", "", "1s", 5},
	{"internal/rpc/forward", "^BenchmarkForwarded$", "", "1s", 5},
	{"internal/event", "^Benchmark(Bare)?Delivery$", "", "20000x", 3},
	{"services/directory", "^Benchmark(Import|BareRows)100k$", "", "1x", 1},
	{"services/survey", "^BenchmarkImport$", "", "2x", 1},
	{"services/survey/internal/domain/column", "^BenchmarkHistogram$", "", "20x", 1},
	{"services/survey/internal/store", "^BenchmarkRelease$", "", "1x", 1},
	{"services/incentive", "^BenchmarkPost$", "", "2s", 1},
	{"services/incentive", "^BenchmarkGoals$", "", "20000x", 1},
	{"services/incentive/internal/store/ledger", "^BenchmarkHistory$", "", "200x", 1},
	{"services/incentive/internal/store/recognition", "^BenchmarkFeed$", "", "100x", 1},
	{"services/survey/internal/rpc/report", "^BenchmarkFiveThousandUnits$/^EXPORT_FORMAT_HTML$", "", "1x", 1},
	{"test/bench", ".", "", "1x", 1},
}

// figure is a line of the table.
type figure struct {
	what string
	// of is the benchmark and unit what it reports; per is the benchmark of the yardstick, which reports perUnit, or unit where that
	// is empty.
	of, unit, per, perUnit string
	// yardstick says what per is.
	yardstick string
	aim       aim
}

// aim is what the ratio or the figure itself shall be. Its zero value is none.
type aim struct {
	ratio          float64 // at least
	atLeast, below float64
}

const (
	perCall = "sec/op"
	answers = "answers/s"
	calls   = "calls/s"
	events  = "delivered/s"
	given   = "sheets/s"
	counted = "s/histogram"
	posted  = "postings/s"
	told    = "facts/s"
)

var figures = []figure{
	{"a call within the process, with everything that a call passes", "Call/in-process", perCall, "Call/direct", "", "the handler called directly", aim{}},
	{"the same", "Call/in-process", perCall, "Call/network,_bare_grpc-go", "", "bare grpc-go over TCP", aim{}},
	{"a call over TCP, with everything that a call passes", "Call/network", perCall, "Call/network,_bare_grpc-go", "", "bare grpc-go over TCP", aim{}},
	{"durable answers through gRPC, SQLite, 32 callers", "Submit/sqlite", answers, "Submit/echo", "", "bare grpc-go, the same requests", aim{ratio: 0.5}},
	{"the same", "Submit/sqlite", answers, "Submit/sqlite/bare", "", "bare SQLite, 32 rows a commit", aim{}},
	{"the same, each token new: its signature is verified", "Submit/sqlite/new_tokens", answers, "Submit/echo", "", "bare grpc-go, the same requests", aim{}},
	{"durable answers through gRPC, PostgreSQL, 32 callers", "Submit/postgres", answers, "Submit/echo", "", "bare grpc-go, the same requests", aim{}},
	{"the same", "Submit/postgres", answers, "Submit/postgres/bare", "", "bare PostgreSQL, a commit a row, 32 connections", aim{}},
	{"JSON through the gateway, one process, 32 callers", "JSON/one_process", calls, "JSON/yardstick", "", "bare grpc-gateway before bare grpc-go", aim{ratio: 0.8}},
	{"JSON through the gateway to another process's port", "JSON/split", calls, "JSON/yardstick", "", "bare grpc-gateway before bare grpc-go", aim{}},
	{"gRPC forwarded by the gateway, 32 callers", "Forwarded/forwarded", calls, "Forwarded/yardstick", "", "the service called directly", aim{ratio: 0.5}},
	{"events from commit to effect, SQLite, 100 a commit", "Delivery/sqlite/events-a-commit=100", events, "BareDelivery", "", "bare JetStream, no databases", aim{atLeast: 15_000}},
	{"events from commit to effect, SQLite, one a commit", "Delivery/sqlite/events-a-commit=1", events, "BareDelivery", "", "bare JetStream, no databases", aim{}},
	{"events from commit to effect, PostgreSQL, 100 a commit", "Delivery/postgres/events-a-commit=100", events, "BareDelivery", "", "bare JetStream, no databases", aim{}},
	{"events from commit to effect, PostgreSQL, one a commit", "Delivery/postgres/events-a-commit=1", events, "BareDelivery", "", "bare JetStream, no databases", aim{}},
	{"100,000 people imported, SQLite", "Import100k/sqlite", "s/first", "BareRows100k/sqlite", perCall, "as many bare rows, 1,000 a commit", aim{below: 60}},
	{"the same file again: no change, no event", "Import100k/sqlite", "s/again", "", "", "", aim{below: 60}},
	{"100,000 people imported, PostgreSQL", "Import100k/postgres", "s/first", "BareRows100k/postgres", perCall, "as many bare rows, 1,000 a commit", aim{below: 60}},
	{"the same file again: no change, no event", "Import100k/postgres", "s/again", "", "", "", aim{below: 60}},
	{"answer sheets imported, 20 items, SQLite", "Import/sqlite", given, "Import/sqlite/bare", "", "as many bare rows, 1,000 a commit", aim{atLeast: 50_000}},
	{"answer sheets imported, 20 items, PostgreSQL", "Import/postgres", given, "Import/postgres/bare", "", "as many bare rows, 1,000 a commit", aim{}},
	{"10,000,000 answers counted by unit and item", "Histogram/answers=10000000", perCall, "Histogram/duckdb", counted, "DuckDB, the faster of a long table and UNPIVOT", aim{ratio: 15}},
	{"the same", "Histogram/answers=10000000", perCall, "Histogram/duckdb", "s/unrolled", "DuckDB, tuned, a GROUP BY for each item", aim{}},
	{"the same", "Histogram/answers=10000000", perCall, "Histogram/postgres", counted, "PostgreSQL, a GROUP BY for each item", aim{}},
	{"100,000 answers counted", "Histogram/answers=100000", perCall, "", "", "", aim{}},
	{"1,000,000 answers counted", "Histogram/answers=1000000", perCall, "", "", "", aim{}},
	{"100,000,000 answers counted", "Histogram/answers=100000000", perCall, "", "", "", aim{}},
	{"1,000,000 sheets of 30 items, 5,000 units: closed and released, SQLite", "Release/sqlite", perCall, "", "", "", aim{below: 10}},
	{"of this, the close", "Release/sqlite", "s/close", "", "", "", aim{}},
	{"reading and counting all sheets", "Release/sqlite", "s/count", "", "", "", aim{}},
	{"deciding what may be seen, and statistics", "Release/sqlite", "s/decide", "", "", "", aim{}},
	{"keeping it", "Release/sqlite", "s/keep", "", "", "", aim{}},
	{"processor time of all of it", "Release/sqlite", "s/processors", "", "", "", aim{}},
	{"the most memory of the process meanwhile", "Release/sqlite", "resident-B", "", "", "", aim{below: 1e9}},
	{"the same sheets closed and released, PostgreSQL", "Release/postgres", perCall, "", "", "", aim{}},
	{"of this, the close", "Release/postgres", "s/close", "", "", "", aim{}},
	{"the printed report of 5,000 units by two levels, 40 items", "FiveThousandUnits/EXPORT_FORMAT_HTML", perCall, "", "", "", aim{}},
	{"transfers posted through gRPC, one a call, 64 callers, PostgreSQL", "Post/postgres/single", posted, "Post/postgres/pgbench", "", "pgbench, TPC-B-like, 16 clients", aim{ratio: 5}},
	{"the same, all out of one account", "Post/postgres/hot", posted, "Post/postgres/pgbench", "", "the same", aim{ratio: 3}},
	{"the same, 1,000 a call", "Post/postgres/batches", posted, "Post/postgres/pgbench", "", "the same", aim{ratio: 15}},
	{"transfers posted through gRPC, one a call, 64 callers, SQLite", "Post/sqlite/single", posted, "Post/sqlite/bare", "", "bare SQLite, 64 transfers a commit", aim{}},
	{"the same, 1,000 a call", "Post/sqlite/batches", posted, "Post/sqlite/bare", "", "the same", aim{}},
	{"the first page of an account with 1,000,000 transfers, SQLite", "History/sqlite/first_page", perCall, "", "", "", aim{}},
	{"a page from its middle", "History/sqlite/page_in_the_middle", perCall, "History/sqlite/first_page", "", "the first page", aim{}},
	{"its balance as of an instant in the middle", "History/sqlite/balance_in_the_middle", perCall, "", "", "", aim{}},
	{"the first page of an account with 1,000,000 transfers, PostgreSQL", "History/postgres/first_page", perCall, "", "", "", aim{}},
	{"a page from its middle", "History/postgres/page_in_the_middle", perCall, "History/postgres/first_page", "", "the first page", aim{}},
	{"its balance as of an instant in the middle", "History/postgres/balance_in_the_middle", perCall, "", "", "", aim{}},
	{"facts that add to 1,000,000 team goals, SQLite", "Goals/sqlite", told, "", "", "", aim{}},
	{"the heap after it", "Goals/sqlite", "heap-B", "", "", "", aim{below: 64e6}},
	{"facts that add to 1,000,000 team goals, PostgreSQL", "Goals/postgres", told, "", "", "", aim{}},
	{"the heap after it", "Goals/postgres", "heap-B", "", "", "", aim{below: 64e6}},
	{"a page of 50 out of 200,000 recognitions, of an agent, SQLite", "Feed/sqlite/agent", perCall, "Feed/sqlite/everything", "", "whoever may see all", aim{}},
	{"of the manager of all units", "Feed/sqlite/manager_of_all", perCall, "Feed/sqlite/everything", "", "the same", aim{}},
	{"the same of an agent, PostgreSQL", "Feed/postgres/agent", perCall, "Feed/postgres/everything", "", "the same", aim{}},
	{"of the manager of all units", "Feed/postgres/manager_of_all", perCall, "Feed/postgres/everything", "", "the same", aim{}},
	{"memory of an idle `hearth serve`", "Idle", "resident-B", "", "", "", aim{below: 120e6}},
	{"the binary as `deploy/Dockerfile` builds it", "Binary/released", "B", "", "", "", aim{below: 60e6}},
	{"the binary as `make run` builds it", "Binary/plain", "B", "", "", "", aim{}},
}
