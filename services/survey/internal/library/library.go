// Package library holds the instruments that come with Hearth: written for it, in Chinese and English, for anybody to use and change. Each is a
// file as people write them, named after its slug.
package library

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/document"
)

//go:embed *.yaml
var files embed.FS

// Collection begins the names of the library's instruments: "libraryInstruments/belonging-pulse".
const Collection = "libraryInstruments"

// All are the instruments in the order of their names. They are shared and must not be changed.
var All = sync.OnceValues(func() ([]*surveyv1.Instrument, error) { return read(files) })

// read reads the YAML files of a folder.
func read(folder fs.FS) ([]*surveyv1.Instrument, error) {
	paths, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []*surveyv1.Instrument
	for _, name := range paths { // in order
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		instrument := &surveyv1.Instrument{}
		if _, err := document.Read(name, text, instrument); err != nil {
			return nil, err
		}
		instrument.Name = path.Join(Collection, strings.TrimSuffix(name, ".yaml"))
		all = append(all, instrument)
	}
	return all, nil
}
