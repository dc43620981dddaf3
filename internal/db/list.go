package db

import (
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// listKey is the field whose column is the unique key, which every order ends in.
const listKey = "id"

// ListSQL writes what a listing asks for as SQL: a condition for WHERE, the columns for ORDER BY, and the arguments of the condition,
// whose placeholders count from $start. columns has the column of each field of the listing, and under "id" the unique key. The
// columns are NOT NULL: a comparison with NULL would lose rows.
func ListSQL(l model.List, columns map[string]string, start int) (where, order string, args []any) {
	s := &listing{columns: columns, next: start}
	conditions := make([]string, 0, len(l.Conditions)+1)
	for _, condition := range l.Conditions {
		conditions = append(conditions, s.column(condition.Field)+" "+operator(condition.Op)+" "+s.place(condition.Value))
	}
	keys := s.keys(l.Order)
	if len(l.After) > 0 {
		conditions = append(conditions, s.after(keys, l.After))
	}
	if len(conditions) == 0 {
		conditions = append(conditions, "TRUE")
	}
	ordered := make([]string, len(keys))
	for i, key := range keys {
		ordered[i] = key.column
		if key.desc {
			ordered[i] += " DESC"
		}
	}
	return strings.Join(conditions, " AND "), strings.Join(ordered, ", "), s.args
}

type listing struct {
	columns map[string]string
	next    int
	args    []any
}

type sortKey struct {
	column string
	desc   bool
}

func (s *listing) column(field string) string {
	column, ok := s.columns[field]
	if !ok {
		panic("db: a listing by " + field + ", for which there is no column")
	}
	return column
}

func (s *listing) place(value any) string {
	s.args = append(s.args, value)
	s.next++
	return "$" + strconv.Itoa(s.next-1)
}

// keys is the order, ending in the unique key, which runs in the direction of the field before it: an index can then serve both.
func (s *listing) keys(order []model.Order) []sortKey {
	var keys []sortKey
	desc := false
	for _, by := range order {
		desc = by.Desc
		keys = append(keys, sortKey{s.column(by.Field), by.Desc})
		if by.Field == listKey {
			return keys
		}
	}
	return append(keys, sortKey{s.column(listKey), desc})
}

// after keeps the rows that follow the one with the values.
func (s *listing) after(keys []sortKey, values []any) string {
	if len(values) != len(keys) {
		panic("db: " + strconv.Itoa(len(values)) + " values for an order of " + strconv.Itoa(len(keys)))
	}
	places := make([]string, len(keys))
	columns := make([]string, len(keys))
	oneWay := true
	for i, key := range keys {
		places[i] = s.place(values[i])
		columns[i] = key.column
		oneWay = oneWay && key.desc == keys[0].desc
	}
	if oneWay {
		return "(" + strings.Join(columns, ", ") + ") " + beyond(keys[0]) + " (" + strings.Join(places, ", ") + ")"
	}
	// Directions differ: equal in the first keys and beyond in the next, for each length.
	steps := make([]string, len(keys))
	equal := ""
	for i, key := range keys {
		steps[i] = "(" + equal + key.column + " " + beyond(key) + " " + places[i] + ")"
		equal += key.column + " = " + places[i] + " AND "
	}
	return "(" + strings.Join(steps, " OR ") + ")"
}

func beyond(key sortKey) string {
	if key.desc {
		return "<"
	}
	return ">"
}

func operator(op string) string {
	switch op {
	case "=", "<", "<=", ">", ">=":
		return op
	case "!=":
		return "<>"
	default:
		panic("db: a listing with the operator " + op)
	}
}
