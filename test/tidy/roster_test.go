package tidy

import "testing"

func TestRoster(t *testing.T) {
	requireFindings(t, Roster, []breach{
		{"beyond", map[string]string{"services/a/store.go": "package a\n\nconst q = `SELECT 1 FROM roster_person`"}, "services/a/store.go:3: a table of the roster"},
		{"at home", map[string]string{"internal/roster/a.go": "package roster\n\nconst q = `SELECT 1 FROM roster_person`"}, ""},
		{"a test", map[string]string{"services/a/store_test.go": "package a\n\nconst q = `SELECT 1 FROM roster_unit`"}, ""},
		{"its migrations", map[string]string{"internal/roster/migrations/0001_a.sql": "CREATE TABLE roster_unit ()"}, ""},
		{"another word", map[string]string{"services/a/store.go": "package a // a roster_units"}, ""},
	})
}
