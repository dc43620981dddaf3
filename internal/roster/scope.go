package roster

import (
	"fmt"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// ScopeSQL is the condition that rows lie within the scope's areas, by the tree as it is now, and its arguments from $start on.
// The columns hold a row's bare unit id and its employer; as for InScope, an empty employer stands for several or all.
// Without any area the condition is never true.
func ScopeSQL(scope model.Scope, unitColumn, employerColumn string, start int) (where string, args []any) {
	if scope.All {
		return "TRUE", nil
	}
	var areas []string
	bind := func(value string) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", start+len(args)-1)
	}
	for _, area := range scope.Areas {
		var conditions []string
		if area.Employer != "" {
			conditions = append(conditions, employerColumn+" = "+bind(area.Employer))
		}
		if area.Unit != "" {
			conditions = append(conditions, unitColumn+" IN ("+below(bind(area.Unit))+")")
		}
		if len(conditions) == 0 {
			return "TRUE", nil
		}
		areas = append(areas, "("+strings.Join(conditions, " AND ")+")")
	}
	if len(areas) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(areas, " OR ") + ")", args
}

// below is the query of a unit and of all that stands under it.
func below(unit string) string {
	return `WITH RECURSIVE below(unit) AS (
		SELECT unit FROM roster_unit WHERE unit = ` + unit + `
		UNION
		SELECT u.unit FROM below b JOIN roster_unit u ON u.parent = b.unit
	) SELECT unit FROM below`
}
