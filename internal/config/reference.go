package config

import (
	"cmp"
	"fmt"
	"strings"
)

// Key documents one key.
type Key struct {
	Key, Variable, Flag string
	// Kind says in a word what it takes.
	Kind    string
	Default string
	Help    string
}

// Reference documents all keys, in the order in which a reader wants them.
func Reference() []Key {
	c := Default()
	var keys []Key
	for _, f := range fields(&c) {
		keys = append(keys, Key{f.key, f.variable(), "--" + f.flag(), f.kind(), f.text(), f.help})
	}
	return keys
}

// ReferenceTable is Reference as a Markdown table.
func ReferenceTable() string {
	var b strings.Builder
	b.WriteString("| key | variable | flag | takes | default | |\n|---|---|---|---|---|---|\n")
	for _, k := range Reference() {
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s | %s | %s |\n", k.Key, k.Variable, k.Flag, k.Kind, code(k.Default), k.Help)
	}
	return b.String()
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// Setting is a key with its value.
type Setting struct {
	Key, Value string
	// Default is the value of a Hearth that was told nothing.
	Default string
	// Place is where the value was set.
	Place string
}

// Diff lists what differs from the defaults. Secrets are masked.
func Diff(c Config) []Setting {
	defaults := Default()
	defaults.derive()
	standard := fields(&defaults)
	var settings []Setting
	for i, f := range fields(&c) {
		if f.text() != standard[i].text() {
			settings = append(settings, Setting{f.key, f.mask(f.text()), standard[i].text(), cmp.Or(c.Place(f.key), "derived")})
		}
	}
	return settings
}
