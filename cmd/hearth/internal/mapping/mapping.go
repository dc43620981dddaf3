// Package mapping says which column of a file holds what, and makes of its rows what the directory takes.
package mapping

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Mapping is what a person says of their files. What they do not say is guessed from the headings.
type Mapping struct {
	People Columns `yaml:"people"`
	Units  Columns `yaml:"units"`
	// Dates are forms of dates beside those that cannot be misread.
	Dates []string `yaml:"dates"`
}

// Columns are what is said of one file.
type Columns struct {
	// Columns are fields by heading; "" for a column to be left out.
	Columns map[string]string `yaml:"columns"`
	// Set are values of fields that no column holds, the same for every row.
	Set map[string]string `yaml:"set"`
	// Values are, by field, what the file's values mean.
	Values map[string]map[string]string `yaml:"values"`
}

// Read reads a mapping file.
func Read(path string) (Mapping, error) {
	var m Mapping
	text, err := os.ReadFile(path)
	if err != nil {
		return m, words.Unreadable(path, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil && !errors.Is(err, io.EOF) {
		return m, words.Problems{{File: path, Text: words.Say(words.MappingWrong, err.Error())}}
	}
	return m, nil
}

// MapPeople adds what flags say of the file of people: columns as "heading=field", values as "field=value".
func (m *Mapping) MapPeople(columns, set []string) error {
	for _, text := range columns {
		// A heading may hold an equals sign, a field does not.
		at := strings.LastIndex(text, "=")
		if at <= 0 {
			return words.Say(words.MapFlagWrong, "map", text, "COLUMN=FIELD")
		}
		put(&m.People.Columns, text[:at], text[at+1:])
	}
	for _, text := range set {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return words.Say(words.MapFlagWrong, "set", text, "FIELD=VALUE")
		}
		put(&m.People.Set, name, value)
	}
	return nil
}

func put(into *map[string]string, key, value string) {
	if *into == nil {
		*into = map[string]string{}
	}
	(*into)[key] = value
}
