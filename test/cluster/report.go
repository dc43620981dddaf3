package main

import (
	"fmt"
	"slices"
	"strings"
)

// expected are the facts that a full run records through testkit.
var expected = []string{"engine=sqlite", "engine=postgres", "shape=embedded", "shape=split", "data=climate", "example=climate", "example=award"}

// report says what a run covered and what not, and why. facts are the lines that the tests recorded, in any order and
// number; postgres is whether there was a cluster.
func report(facts string, postgres bool, command []string) string {
	covered := strings.Fields(facts)
	slices.Sort(covered)
	covered = slices.Compact(covered)
	var b strings.Builder
	b.WriteString("covered:\n")
	for _, fact := range covered {
		fmt.Fprintf(&b, "  %s\n", fact)
	}
	race := slices.Contains(command, "-race")
	if race {
		b.WriteString("  race detector\n")
	}
	b.WriteString("not covered:\n")
	for _, fact := range expected {
		switch {
		case slices.Contains(covered, fact):
		case fact == "engine=postgres" && !postgres:
			fmt.Fprintf(&b, "  %s: no PostgreSQL binaries on this machine\n", fact)
		case strings.HasSuffix(fact, "=climate"):
			fmt.Fprintf(&b, "  %s: no test of this run found it; HEARTH_SHARED names the folder that holds data/climate\n", fact)
		default:
			fmt.Fprintf(&b, "  %s: no test of this run used it\n", fact)
		}
	}
	if !race {
		b.WriteString("  race detector: RACE=1 turns it on\n")
	}
	return b.String()
}
