package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hearth-culture/hearth/internal/model"
)

// fileReader walks a file; YAML's nodes know their lines.
type fileReader struct {
	config *Config
	name   string
	byKey  map[string]field
	seen   map[string]int // key to line
	wrong  []error
}

func (c *Config) readFile(name string, text []byte) []error {
	r := &fileReader{config: c, name: name, byKey: map[string]field{}, seen: map[string]int{}}
	for _, f := range fields(c) {
		r.byKey[f.key] = f
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	err := decoder.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return nil // an empty file says nothing
	case err != nil:
		return []error{&Error{Place: name, Problem: model.Say("%s", "YAML 格式有误：%s", strings.TrimPrefix(err.Error(), "yaml: "))}}
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return []error{&Error{Place: name, Problem: model.Say("more than one document", "包含多个文档")}}
	}
	r.group(document.Content[0], "")
	return r.wrong
}

func (r *fileReader) refuse(node *yaml.Node, key string, problem model.Words) {
	r.wrong = append(r.wrong, &Error{Key: key, Place: r.place(node), Problem: problem})
}

func (r *fileReader) place(node *yaml.Node) string { return fmt.Sprintf("%s:%d", r.name, node.Line) }

// group reads the keys below a prefix.
func (r *fileReader) group(node *yaml.Node, prefix string) {
	if node.Kind != yaml.MappingNode {
		if node.Tag != "!!null" {
			r.refuse(node, strings.TrimSuffix(prefix, "."), model.Say("takes keys of its own, one a line", "须逐行填写其下的各个键"))
		}
		return
	}
	for i := 0; i < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		key := prefix + name.Value
		if line, twice := r.seen[key]; twice {
			r.refuse(name, key, model.Say("stands twice, first in line %d", "重复出现，首次出现在第 %d 行", line))
			continue
		}
		r.seen[key] = name.Line
		f, ok := r.byKey[key]
		switch {
		case ok:
			r.value(f, name, value)
		case r.isGroup(key):
			r.group(value, key+".")
		default:
			r.refuse(name, key, model.Say("there is no such key; hearth config keys prints those that there are", "没有该键；hearth config keys 列出所有可用的键"))
		}
	}
}

func (r *fileReader) isGroup(key string) bool {
	for known := range r.byKey {
		if strings.HasPrefix(known, key+".") {
			return true
		}
	}
	return false
}

func (r *fileReader) value(f field, name, value *yaml.Node) {
	var text string
	switch {
	case value.Kind == yaml.ScalarNode && value.Tag != "!!null":
		text = value.Value
	case value.Kind == yaml.MappingNode && f.value.Kind() == reflect.Map:
		pairs := make([]string, 0, len(value.Content)/2)
		for i := 0; i < len(value.Content); i += 2 {
			pairs = append(pairs, value.Content[i].Value+"="+value.Content[i+1].Value)
		}
		text = strings.Join(pairs, ",")
	case value.Kind == yaml.SequenceNode && f.value.Kind() == reflect.Slice:
		parts := make([]string, 0, len(value.Content))
		for _, part := range value.Content {
			parts = append(parts, part.Value)
		}
		text = strings.Join(parts, ",")
	default:
		r.refuse(name, f.key, model.Say("takes one value: a %s", "只接受一个值：%s", f.kind()))
		return
	}
	if err := r.config.set(f, text, r.place(value)); err != nil {
		r.wrong = append(r.wrong, err)
	}
}
