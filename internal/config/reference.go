package config

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// Key documents one key.
type Key struct {
	Key, Variable, Flag string
	// Kind says in a word what it takes.
	Kind    string
	Default string
	Help    string
}

// Reference documents all keys, in the order in which a reader wants them, in the reader's language.
func Reference(locale string) []Key {
	c := Default()
	var keys []Key
	for _, f := range fields(&c) {
		keys = append(keys, Key{f.key, f.variable(), "--" + f.flag(), f.kind().In(locale), f.text(), f.help.In(locale)})
	}
	return keys
}

// ReferenceTable is Reference as a Markdown table.
func ReferenceTable(locale string) string {
	var b strings.Builder
	b.WriteString(model.Say("| key | variable | flag | takes | default | |", "| 键 | 变量 | 参数 | 取值 | 默认值 | |").In(locale) + "\n|---|---|---|---|---|---|\n")
	for _, k := range Reference(locale) {
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
