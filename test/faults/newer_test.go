package faults_test

import (
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey"
)

// newerSurvey are the tables of the survey service as a later version may have them: those of today, and a migration more.
func newerSurvey() db.Set {
	sets := survey.Module().Migrations
	newer := sets[0]
	files := fstest.MapFS{}
	err := fs.WalkDir(newer.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(newer.FS, path)
		files[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		panic(err) // they are part of the program
	}
	files[fmt.Sprintf("%04d_later.sql", len(files)+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE later (id TEXT PRIMARY KEY) STRICT;\n")}
	newer.FS = files
	return newer
}
