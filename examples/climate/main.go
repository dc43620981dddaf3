// Command climate reads the figures of a released survey by every route of Hearth, the table of the command line, gRPC, REST and Connect,
// and lays them beside those that the data's README says. run.sh brings the data in and calls it:
//
//	go run ./examples/climate README.md surveys/… TABLE.csv
//
// TABLE.csv is what hearth survey export has written. HEARTH_GRPC_ADDR and HEARTH_HTTP_ADDR say where Hearth is, HEARTH_TOKEN how it is asked.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "climate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: climate README.md SURVEY TABLE.csv")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	expected, scales, err := readme(string(text))
	if err != nil {
		return err
	}
	table, err := ofTable(args[2], scales)
	if err != nil {
		return err
	}
	h := hearth{cmp.Or(os.Getenv("HEARTH_GRPC_ADDR"), "127.0.0.1:9090"), cmp.Or(os.Getenv("HEARTH_HTTP_ADDR"), "127.0.0.1:8080"), os.Getenv("HEARTH_TOKEN")}
	routes := []route{{"CLI", table}}
	var page *surveyv1.ListCellsResponse
	for _, over := range []struct {
		name string
		read func(context.Context, string) (*surveyv1.ListCellsResponse, error)
	}{{"gRPC", h.overGRPC}, {"REST", h.overREST}, {"Connect", h.overConnect}} {
		if page, err = over.read(ctx, args[1]); err != nil {
			return fmt.Errorf("%s: %w", over.name, err)
		}
		routes = append(routes, route{over.name, ofCells(page, scales)})
	}
	return report(os.Stdout, expected, routes, hidden(page))
}
