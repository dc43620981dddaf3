// Command bench measures Hearth's figures, each beside its yardstick in the same run, and prints them as a table. With the path of a
// page as its argument it also writes the table between the marks in that page.
//
// Load generator and server share the cores: ratios count, absolute figures do not carry over to another machine.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if len(os.Args) > 2 {
		fmt.Fprintln(os.Stderr, "usage: bench [page]")
		os.Exit(2)
	}
	if err := measureAll(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measureAll(pages []string) error {
	folder, err := os.MkdirTemp("", "hearth-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	// All is built before anything is measured.
	binaries := make([]string, len(runs))
	for i, r := range runs {
		binaries[i] = filepath.Join(folder, strings.ReplaceAll(r.pkg, "/", "-")+".test")
		if slices.Contains(binaries[:i], binaries[i]) {
			continue
		}
		if err := r.build(binaries[i]); err != nil {
			return err
		}
	}
	all := results{}
	var failed []error
	began := time.Now()
	for i, r := range runs {
		for round := range r.rounds {
			fmt.Fprintf(os.Stderr, "%6.0f s  %s, round %d of %d\n", time.Since(began).Seconds(), r.pkg, round+1, r.rounds)
			failed = append(failed, r.measure(binaries[i], all))
		}
	}
	text := table(figures, all) + "\n" + facts(time.Since(began)) + "\n"
	fmt.Print(text)
	// A page tells the whole story or stays as it was.
	if err := errors.Join(failed...); err != nil {
		return err
	}
	for _, page := range pages {
		if err := write(page, text); err != nil {
			return err
		}
	}
	return nil
}
