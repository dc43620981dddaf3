package flush_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// call is a system call of a thread. begun and ended are lines of the trace: who ended before another began was first.
type call struct {
	thread, name, text, result string
	begun, ended               int
}

var (
	whole      = regexp.MustCompile(`^(\d+) +(\w+)\((.*)\) += (.*)$`)
	unfinished = regexp.MustCompile(`^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^(\d+) +<\.\.\. \w+ resumed>(.*)\) += (.*)$`)
)

// parse reads a trace, in the order in which the calls ended. Calls that never ended are left out.
func parse(trace string) []call {
	var calls []call
	open := map[string]call{}
	number := 0
	for line := range strings.Lines(trace) {
		number++
		line = strings.TrimSuffix(line, "\n")
		if found := unfinished.FindStringSubmatch(line); found != nil {
			open[found[1]] = call{thread: found[1], name: found[2], text: found[3], begun: number}
		} else if found := resumed.FindStringSubmatch(line); found != nil {
			c := open[found[1]]
			c.text, c.result, c.ended = c.text+found[2], found[3], number
			calls = append(calls, c)
		} else if found := whole.FindStringSubmatch(line); found != nil {
			calls = append(calls, call{thread: found[1], name: found[2], text: found[3], result: found[4], begun: number, ended: number})
		}
	}
	slices.SortStableFunc(calls, func(a, b call) int { return cmp.Compare(a.ended, b.ended) })
	return calls
}

func (c call) reads() bool { return c.name == "read" || c.name == "recvfrom" }

func (c call) writes() bool {
	return slices.Contains([]string{"write", "writev", "sendto", "sendmsg", "pwrite64", "pwritev"}, c.name)
}

func (c call) flushes() bool { return c.name == "fsync" || c.name == "fdatasync" }

// on says whether the call is about a file whose path ends so, or is in such a folder where the end is that of a folder: "/".
func (c call) on(end string) bool {
	descriptor, _, _ := strings.Cut(c.text, ">")
	if strings.HasSuffix(end, "/") {
		return strings.Contains(descriptor, end)
	}
	return strings.HasSuffix(descriptor, end)
}

func (c call) onSocket() bool {
	_, descriptor, _ := strings.Cut(c.text, "<")
	return strings.HasPrefix(descriptor, "socket:") || strings.HasPrefix(descriptor, "TCP")
}

// descriptor is what the call is about, the same for all calls on one connection.
func (c call) descriptor() string {
	descriptor, _, _ := strings.Cut(c.text, ">,")
	return descriptor
}

// data is what a call on a connection reads or writes, as the trace spells it.
func (c call) data() string {
	_, data, _ := strings.Cut(c.text, `"`)
	return data[:max(0, strings.LastIndex(data, `"`))]
}

func (c call) holds(marker string) bool { return strings.Contains(c.text, marker) }

func (c call) String() string {
	return fmt.Sprintf("lines %d to %d: %s(%.80s… = %s", c.begun, c.ended, c.name, c.text, c.result)
}
