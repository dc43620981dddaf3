// Package schema holds the tables of units, sites, people, imports and erasures. Those of access control stand in a set of their own.
package schema

import (
	"embed"

	"github.com/hearth-culture/hearth/internal/db"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables that this part of the directory keeps.
func Migrations() db.Set { return db.Embedded("directory", files) }
