package list_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
)

// row is what stands in each field.
type row map[string]any

var units = list.Of[row]{
	Fields: list.Fields{
		"kind":        list.Enum(directoryv1.UnitKind(0).Descriptor()),
		"parent":      list.Name("units"),
		"number":      list.String,
		"external_id": list.Foreign.Only("="),
		"archived":    list.Bool,
		"headcount":   list.Int,
		"hire_date":   list.Day,
		"update_time": list.Timestamp,
		"place.city":  list.String,
		"create_time": list.Timestamp.Only(),
	},
	Order:   []string{"create_time", "update_time", "number", "archived"},
	Default: "create_time",
	Key:     func(row row, field string) any { return row[field] },
}

var asker = model.WithActor(context.Background(), model.Actor{Subject: "people/p1"})

// asked is what a store is asked for.
func asked[Row any](ctx context.Context, of list.Of[Row], req list.Request) (asked model.List, err error) {
	_, _, err = of.Page(ctx, req, func(l model.List) ([]Row, error) {
		asked = l
		return nil, nil
	})
	return asked, err
}

func parse(filter, order, token string) (model.List, error) {
	return asked(asker, units, &directoryv1.ListUnitsRequest{Filter: filter, OrderBy: order, PageToken: token})
}

func TestFilter(t *testing.T) {
	tests := map[string][]model.Condition{
		``:                                nil,
		`  `:                              nil,
		`kind = UNIT_KIND_TEAM`:           {{Field: "kind", Op: "=", Value: int64(5)}},
		`kind != TEAM`:                    {{Field: "kind", Op: "!=", Value: int64(5)}},
		`kind="QUEUE"`:                    {{Field: "kind", Op: "=", Value: int64(4)}},
		`parent = "units/u-1"`:            {{Field: "parent", Op: "=", Value: "u-1"}},
		`parent = ""`:                     {{Field: "parent", Op: "=", Value: ""}},
		`number = "a \"b\" 夜班 💥 \\ _%"`:   {{Field: "number", Op: "=", Value: `a "b" 夜班 💥 \ _%`}},
		`number = 'x'`:                    {{Field: "number", Op: "=", Value: "x"}},
		`number = ""`:                     {{Field: "number", Op: "=", Value: ""}},
		`archived = true`:                 {{Field: "archived", Op: "=", Value: true}},
		`archived != false`:               {{Field: "archived", Op: "!=", Value: false}},
		`archived = (true)`:               {{Field: "archived", Op: "=", Value: true}},
		`headcount >= -5`:                 {{Field: "headcount", Op: ">=", Value: int64(-5)}},
		`headcount < 9223372036854775807`: {{Field: "headcount", Op: "<", Value: int64(math.MaxInt64)}},
		`hire_date > "2026-11-22"`:        {{Field: "hire_date", Op: ">", Value: int64(20779)}},
		`update_time <= "1970-01-01T08:00:00.000001+08:00"`:   {{Field: "update_time", Op: "<=", Value: int64(1)}},
		`place.city = "成都"`:                                   {{Field: "place.city", Op: "=", Value: "成都"}},
		`external_id = "hris:7"`:                              {{Field: "external_id", Op: "=", Value: "hris:7"}},
		`archived = true AND (headcount > 1 AND headcount<9)`: {{Field: "archived", Op: "=", Value: true}, {Field: "headcount", Op: ">", Value: int64(1)}, {Field: "headcount", Op: "<", Value: int64(9)}},
	}
	for filter, want := range tests {
		l, err := parse(filter, "", "")
		require.NoError(t, err, filter)
		require.Empty(t, cmp.Diff(want, l.Conditions), filter)
	}
}

func TestWrongFilters(t *testing.T) {
	tests := map[string]string{
		`kind`:                                 "comparison",
		`kind =`:                               "character",
		`= TEAM`:                               "character",
		`kind = ROBOT`:                         "must be a value of UnitKind",
		`kind = 5`:                             "must be a value of UnitKind",
		`kind > TEAM`:                          "kind can be compared by = !=",
		`colour = "red"`:                       "must be one of archived, external_id, headcount",
		`create_time > "2026-01-01T00:00:00Z"`: "must be one of",
		`"kind" = TEAM`:                        "must be one of",
		`external_id != "hris:7"`:              "compared by = only",
		`external_id = "hris/7"`:               `such as "hris:`,
		`external_id = ":7"`:                   `such as "hris:`,
		`external_id = "hris:"`:                `such as "hris:`,
		"external_id = \"hris:\\x00\"":         "NUL",
		`parent = "people/1"`:                  `such as "units/`,
		`parent = "units/"`:                    `such as "units/`,
		`parent = "units/1/2"`:                 `such as "units/`,
		`parent = units/1`:                     `such as "units/`,
		`number = 7`:                           "in quotes",
		`number = seven`:                       "in quotes",
		"number = \"a\\x00b\"":                 "NUL",
		`number = "open`:                       "unterminated",
		"number = \"\xff\"":                    "UTF-8",
		`archived = "true"`:                    "true or false",
		`archived = 1`:                         "true or false",
		`headcount = "5"`:                      "whole number",
		`headcount = 5.5`:                      "the right side must be a value",
		`headcount = 9223372036854775808`:      "character",
		`hire_date = "2026-02-30"`:             "must be a day",
		`hire_date = ""`:                       "must be a day",
		`hire_date = 20779`:                    "must be a day",
		`update_time = "yesterday"`:            "must be an instant",
		`update_time = "2026-11-22"`:           "must be an instant",
		`update_time > "2026-11-22T08:00:00"`:  "must be an instant",
		`update_time > "2026-11-22T08:00:00.0000001Z"`:    "microsecond",
		`update_time > timestamp("2026-11-22T08:00:00Z")`: "the right side must be a value",
		`archived = true OR archived = false`:             "joined by AND",
		`archived = true archived = false`:                "joined by AND",
		`NOT archived = true`:                             "joined by AND",
		`-archived`:                                       "joined by AND",
		`number:"a"`:                                      "joined by AND",
		`number = number`:                                 "in quotes",
		`f(x) = 1`:                                        "must be one of",
		`archived = true;`:                                "",
		`archived = true -- x`:                            "",
		`1 = 1`:                                           "must be one of",
		strings.Repeat("(", 21):                           "too deep",
		strings.Repeat("a", 2001):                         "too long",
		strings.Repeat("f(", 900):                         "too deep",
		strings.Repeat(`archived = true AND `, 20) + `archived = true`: "more than 20",
		strings.Repeat("-", 2000):                                      "character",
		strings.Repeat("a.", 990) + "a = 1":                            "must be one of",
	}
	for filter, want := range tests {
		_, err := parse(filter, "", "")
		fault := requireFault(t, err, "FILTER_INVALID", filter)
		require.Len(t, fault.Violations, 1, filter)
		require.Equal(t, "filter", fault.Violations[0].Field)
		require.Contains(t, fault.Violations[0].Why.En, want, filter)
		require.Less(t, len(fault.Violations[0].Why.En), 400, filter)
	}
}

func requireFault(t *testing.T, err error, reason, input string) *model.Fault {
	t.Helper()
	var fault *model.Fault
	require.ErrorAs(t, err, &fault, input)
	require.Equal(t, reason, fault.Reason, input)
	return fault
}

func TestTheErrorSaysWhere(t *testing.T) {
	_, err := parse(`archived = true AND colour = "red"`, "", "")
	require.Contains(t, requireFault(t, err, "FILTER_INVALID", "").Violations[0].Why.En, "at byte 21")
}

func TestOrder(t *testing.T) {
	tests := map[string][]model.Order{
		"":                            {{Field: "create_time"}},
		"number":                      {{Field: "number"}},
		"number asc":                  {{Field: "number"}},
		" update_time  desc , number": {{Field: "update_time", Desc: true}, {Field: "number"}},
	}
	for text, want := range tests {
		l, err := parse("", text, "")
		require.NoError(t, err, text)
		require.Empty(t, cmp.Diff(want, l.Order), text)
	}
	for _, wrong := range []string{"headcount", "id", "number,", "number down", "number, number", "number; DROP TABLE unit", "1", ",",
		"number desc asc", strings.Repeat("number,", 6) + "number"} {
		_, err := parse("", wrong, "")
		require.Equal(t, "order_by", requireFault(t, err, "FILTER_INVALID", wrong).Violations[0].Field)
	}
}

// FuzzFilter: whatever is asked, the answer is a listing over the allowed fields, or a refusal that a caller can read.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{`kind = TEAM AND headcount > 5`, `parent = "units/1"`, `a.b.c(1) OR -2.5`, `((((`, "\xff", `"\u12"`, `x:y`, `NOT -(a)`} {
		f.Add(seed, "number desc")
	}
	f.Fuzz(func(t *testing.T, filter, order string) {
		l, err := parse(filter, order, "")
		if err != nil {
			fault := requireFault(t, err, "FILTER_INVALID", filter)
			require.Less(t, len(fault.Violations[0].Why.En), 2500)
			return
		}
		for _, condition := range l.Conditions {
			require.Contains(t, units.Fields, condition.Field)
			require.Contains(t, []string{"=", "!=", "<", "<=", ">", ">="}, condition.Op)
		}
		for _, by := range l.Order {
			require.Contains(t, units.Order, by.Field)
		}
	})
}
