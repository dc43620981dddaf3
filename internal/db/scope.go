package db

import (
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// Tree is a table of units that each name the one above them: its name, and the columns of a unit's id and of its parent's.
type Tree struct{ Table, ID, Parent string }

// Below is the subquery for a unit, argument n, and all units below it; nothing for a unit that the tree does not know.
func (t Tree) Below(n int) string {
	// UNION drops what was met before, so that a circle ends.
	return `(WITH RECURSIVE below (unit) AS (SELECT t.` + t.ID + ` FROM ` + t.Table + ` t WHERE t.` + t.ID + ` = $` + strconv.Itoa(n) + `
		UNION SELECT t.` + t.ID + ` FROM ` + t.Table + ` t JOIN below ON t.` + t.Parent + ` = below.unit) SELECT unit FROM below)`
}

// Reached is the condition that rows lie within the scope's areas, by the tree as it is now, and its arguments, whose placeholders count
// from $start. It says what model.Scope.Reaches says of one thing. unit and employer are the columns of a row's bare unit id and its
// employer; an empty employer stands for several or all, and only an area without an employer holds it. What is the caller's own is not
// asked: a row of a person is within reach of their scope by another condition.
func (t Tree) Reached(scope model.Scope, unit, employer string, start int) (where string, args []any) {
	return t.within(scope, start, func(n int) string { return unit + " IN " + t.Below(n) }, narrowedTo(employer))
}

// Sought is Reached where the engine is to find rows by an index that begins with unit, for a scope that likely holds few of many. PostgreSQL
// takes the units of a subquery for half of all there are, and would read all rows; those of an array it takes for ten.
func (t Tree) Sought(engine Engine, scope model.Scope, unit, employer string, start int) (where string, args []any) {
	if engine != Postgres {
		return t.Reached(scope, unit, employer, start)
	}
	return t.within(scope, start, func(n int) string { return unit + " = ANY (ARRAY" + t.Below(n) + ")" }, narrowedTo(employer))
}

// narrowedTo is the condition that an area's employer is that of a row.
func narrowedTo(employer string) func(area model.Area, place func(string) string) string {
	return func(area model.Area, place func(string) string) string {
		if area.Employer == "" {
			return ""
		}
		return employer + " = " + place(area.Employer)
	}
}

// Seen is the condition that the scope sees units, as model.Scope.Sees says it of one: as Reached, but whoever reaches one employer's
// people in a unit sees the unit. unit is the column of the bare unit id.
func (t Tree) Seen(scope model.Scope, unit string, start int) (where string, args []any) {
	return t.within(scope, start, func(n int) string { return unit + " IN " + t.Below(n) }, func(model.Area, func(string) string) string { return "" })
}

// within joins the conditions of the areas. below is that of the subtree of argument n; narrow adds to it, "" for nothing.
func (t Tree) within(scope model.Scope, start int, below func(n int) string, narrow func(area model.Area, place func(string) string) string) (string, []any) {
	if scope.All {
		return "TRUE", nil
	}
	var args []any
	place := func(value string) string {
		args = append(args, value)
		return "$" + strconv.Itoa(start+len(args)-1)
	}
	var areas []string
	for _, area := range scope.Areas {
		var holds []string
		if area.Unit != "" {
			place(area.Unit)
			holds = append(holds, below(start+len(args)-1))
		}
		if narrowed := narrow(area, place); narrowed != "" {
			holds = append(holds, narrowed)
		}
		if len(holds) == 0 {
			return "TRUE", nil
		}
		areas = append(areas, "("+strings.Join(holds, " AND ")+")")
	}
	if len(areas) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(areas, " OR ") + ")", args
}
