package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// results are what each benchmark reported, by its name and unit, a value a round.
type results map[[2]string][]float64

// build compiles the benchmarks of the run.
func (r run) build(binary string) error {
	cmd := exec.Command("go", "test", "-vet=off", "-c", "-o", binary, "./"+r.pkg)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("build the benchmarks of %s: %w", r.pkg, err)
	}
	return nil
}

// measure runs each benchmark once and adds what it reports.
func (r run) measure(binary string, to results) error {
	args := []string{"-test.run=^$", "-test.bench=" + r.bench, "-test.benchtime=" + r.each, "-test.timeout=20m"}
	if r.skip != "" {
		args = append(args, "-test.skip="+r.skip)
	}
	var out bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Dir = r.pkg // as go test does
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		said := out.String()
		return errors.Join(fmt.Errorf("measure %s: %w\n%s", r.pkg, err, said), to.read(&out))
	}
	return to.read(&out)
}

// read adds all values of one output of go test.
func (r results) read(out io.Reader) error {
	reader := benchfmt.NewReader(out, "go test")
	found := false
	for reader.Scan() {
		// The output may hold other lines than those of the format.
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		found = true
		name := nameOf(result.Name)
		for _, value := range result.Values {
			key := [2]string{name, value.Unit}
			r[key] = append(r[key], value.Value)
		}
	}
	if err := reader.Err(); err != nil {
		return err
	}
	if !found {
		return errors.New("no benchmark reported anything")
	}
	return nil
}

// nameOf is a benchmark's name without the number of processors that go test appends.
func nameOf(name benchfmt.Name) string {
	base, parts := name.Parts()
	text := string(base)
	for _, part := range parts {
		if !bytes.HasPrefix(part, []byte("-")) {
			text += string(part)
		}
	}
	return strings.TrimPrefix(text, "Benchmark")
}
