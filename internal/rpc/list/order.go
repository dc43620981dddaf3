package list

import (
	"fmt"
	"slices"
	"strings"

	"go.einride.tech/aip/ordering"

	"github.com/hearth-culture/hearth/internal/model"
)

// order reads fields that may be ordered by.
func (o Of[Row]) order(text string) ([]model.Order, error) {
	if strings.TrimSpace(text) == "" {
		text = o.Default
	}
	var parsed ordering.OrderBy
	if err := parsed.UnmarshalString(text); err != nil || len(parsed.Fields) > maxFields || len(text) > maxText {
		return nil, invalid("order_by", model.Say(
			`must be fields with an optional " desc", such as "create_time desc"`, `须为字段名，可加 " desc"，例如 "create_time desc"`))
	}
	var order []model.Order
	for _, field := range parsed.Fields {
		if !slices.Contains(o.Order, field.Path) && text != o.Default {
			return nil, invalid("order_by", model.Say("must be over %s", "只能使用以下字段：%s", strings.Join(o.Order, ", ")))
		}
		if slices.ContainsFunc(order, func(before model.Order) bool { return before.Field == field.Path }) {
			return nil, invalid("order_by", model.Say("%s stands twice", "%s 重复出现", field.Path))
		}
		o.Fields.kind(field.Path)
		order = append(order, model.Order{Field: field.Path, Desc: field.Desc})
	}
	return order, nil
}

// keys are where in an order a row stands: the values of its fields and, last, the unique key.
func (o Of[Row]) keys(order []model.Order, row Row) []any {
	var keys []any
	for _, field := range keyFields(order) {
		keys = append(keys, o.Key(row, field))
	}
	if !o.fits(order, keys) {
		panic(fmt.Sprintf("list: %v are no keys of the order %v", keys, order))
	}
	return keys
}

// fits says whether values can be keys in an order.
func (o Of[Row]) fits(order []model.Order, keys []any) bool {
	return slices.EqualFunc(keyFields(order), keys, func(field string, key any) bool { return o.Fields.kind(field).fits(key) })
}

// keyFields are the fields of an order and, last, the unique key.
func keyFields(order []model.Order) []string {
	var fields []string
	for _, by := range order {
		if by.Field != "id" {
			fields = append(fields, by.Field)
		}
	}
	return append(fields, "id")
}
