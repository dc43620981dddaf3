package main

import (
	"fmt"
	"os"
	"strings"
)

const (
	opening = "<!-- make bench writes from here -->\n"
	closing = "<!-- to here -->\n"
)

// write puts text between the marks of a page.
func write(path, text string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, opened := strings.Cut(string(page), opening)
	_, after, closed := strings.Cut(rest, closing)
	if !opened || !closed {
		return fmt.Errorf("%s: the marks for the table are missing", path)
	}
	return os.WriteFile(path, []byte(before+opening+"\n"+text+"\n"+closing+after), 0o644)
}
