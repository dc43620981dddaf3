package list

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"go.einride.tech/aip/filtering"
	expr "google.golang.org/genproto/googleapis/api/expr/v1alpha1"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	maxText       = 2000 // bytes of a filter
	maxConditions = 20
	maxBrackets   = 20
	maxFields     = 5 // of an order
)

// filter reads comparisons of whitelisted fields, joined by AND.
func (f Fields) filter(text string) ([]model.Condition, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if len(text) > maxText || strings.Count(text, "(") > maxBrackets {
		return nil, invalid("filter", model.Say("is too long or too deep", "过长或嵌套过深"))
	}
	var parser filtering.Parser
	parser.Init(text)
	parsed, err := parser.Parse()
	if err != nil {
		return nil, invalid("filter", explain(err))
	}
	r := &reader{fields: f, positions: parsed.GetSourceInfo().GetPositions()}
	if err := r.read(parsed.GetExpr()); err != nil {
		return nil, err
	}
	return r.conditions, nil
}

// filterable lists the fields that a filter may be over.
func (f Fields) filterable() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f)), func(field string) bool { return len(f[field].ops) == 0 })
}

// explain takes the innermost message out of the parser's error, whose own text repeats the filter once a level.
func explain(err error) model.Words {
	type placed interface {
		Position() filtering.Position
		Message() string
	}
	said := model.Say("is not understood", "无法识别")
	for ; err != nil; err = errors.Unwrap(err) {
		if at, ok := err.(placed); ok {
			// The parser speaks English alone. The place has to do for others.
			said = model.Say("at character %[1]d: %[2]s", "第 %[1]d 个字符处无法识别", at.Position().Column, at.Message())
		}
	}
	return said
}

type reader struct {
	fields     Fields
	positions  map[int64]int32
	conditions []model.Condition
}

func (r *reader) read(e *expr.Expr) error {
	call := e.GetCallExpr()
	if call == nil {
		return r.refuse(e, model.Say("a comparison is missing", "缺少比较条件"))
	}
	switch function := call.GetFunction(); function {
	case filtering.FunctionAnd:
		for _, side := range call.GetArgs() {
			if err := r.read(side); err != nil {
				return err
			}
		}
		return nil
	case "=", "!=", "<", "<=", ">", ">=":
		return r.compare(e, function, call.GetArgs())
	case filtering.FunctionFuzzyAnd:
		return r.refuse(e, model.Say("comparisons are joined by AND", "比较条件须用 AND 连接"))
	default:
		return r.refuse(e, model.Say("only comparisons joined by AND are understood", "只支持用 AND 连接的比较条件"))
	}
}

func (r *reader) compare(e *expr.Expr, op string, sides []*expr.Expr) error {
	if len(sides) != 2 {
		return r.refuse(e, model.Say("a comparison has two sides", "比较条件须有左右两侧"))
	}
	field := path(sides[0])
	kind := r.fields[field]
	if len(kind.ops) == 0 {
		return r.refuse(e, model.Say("the left side must be one of %s", "左侧须为以下之一：%s", strings.Join(r.fields.filterable(), ", ")))
	}
	if !slices.Contains(kind.ops, op) {
		return r.refuse(e, model.Say("%s can be compared by %s only", "%s 只能用 %s 比较", field, strings.Join(kind.ops, " ")))
	}
	written, ok := literalOf(sides[1])
	if !ok {
		return r.refuse(sides[1], model.Say("the right side must be a value", "右侧须为值"))
	}
	value, wrong := kind.parse(written)
	if wrong != fine {
		return r.refuse(sides[1], wrong)
	}
	if len(r.conditions) == maxConditions {
		return r.refuse(e, model.Say("more than %d comparisons", "比较条件超过 %d 个", maxConditions))
	}
	r.conditions = append(r.conditions, model.Condition{Field: field, Op: op, Value: value})
	return nil
}

func (r *reader) refuse(e *expr.Expr, why model.Words) error {
	return invalid("filter", model.Say("at byte %d: %s", "第 %d 字节处：%s", r.positions[e.GetId()]+1, why))
}

// path is the name of a field, such as "placement.unit"; "" for what is none.
func path(e *expr.Expr) string {
	if ident := e.GetIdentExpr(); ident != nil {
		return ident.GetName()
	}
	if member := e.GetSelectExpr(); member != nil {
		if of := path(member.GetOperand()); of != "" {
			return of + "." + member.GetField()
		}
	}
	return ""
}

func literalOf(e *expr.Expr) (literal, bool) {
	if ident := e.GetIdentExpr(); ident != nil {
		return literal{text: ident.GetName()}, true
	}
	switch constant := e.GetConstExpr().GetConstantKind().(type) {
	case *expr.Constant_StringValue:
		return literal{text: constant.StringValue, quoted: true}, true
	case *expr.Constant_Int64Value:
		return literal{number: &constant.Int64Value}, true
	default:
		return literal{}, false
	}
}

func invalid(field string, why model.Words) error {
	return model.NewFault("FILTER_INVALID").At(field, why)
}
