// Package schema holds the tables of units, sites, people, imports and erasures. Those of access control stand in a set of their own.
package schema

import (
	"embed"
	"io/fs"

	"github.com/hearth-culture/hearth/internal/db"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables that this part of the directory keeps.
func Migrations() db.Set {
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return db.Set{Name: "directory", FS: migrations}
}
