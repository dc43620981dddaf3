// Package list reads what a caller wants listed: filter, order and page, over the fields that a resource allows.
package list

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.einride.tech/aip/ordering"

	"github.com/hearth-culture/hearth/internal/model"
)

// The sizes of a page.
const (
	DefaultSize = 50
	MaxSize     = 1000
)

// Spec is what a resource can be listed by.
type Spec struct {
	// Fields are what a filter or an order may be over. One that may only be ordered by has a kind without operators: Timestamp.Only().
	Fields map[string]Kind
	// Order names the fields that may stand in order_by.
	Order []string
	// Default is the order when none is asked for, such as "create_time desc"; the unique key when empty.
	Default string
}

// Parse reads a request to list. method names the listing, extra is all else that decides which rows there are, such as a parent or
// an instant to read as of: page tokens hold for the same method, filter, order, extra and caller only.
//
// Refusals: FILTER_INVALID, PAGE_TOKEN_INVALID, INVALID_FIELD.
func (s Spec) Parse(ctx context.Context, method, filter, orderBy, pageToken string, pageSize int32, extra ...string) (model.List, error) {
	if pageSize < 0 {
		return model.List{}, model.InvalidField("page_size", model.Say("must not be negative", "不能为负数"))
	}
	l := model.List{Size: min(int(pageSize), MaxSize)}
	if l.Size == 0 {
		l.Size = DefaultSize
	}
	var err error
	if l.Conditions, err = s.filter(filter); err != nil {
		return model.List{}, err
	}
	if l.Order, err = s.order(orderBy); err != nil {
		return model.List{}, err
	}
	actor, _ := model.ActorFrom(ctx)
	l.Seal = seal(append([]string{method, filter, orderBy, actor.Subject}, extra...))
	if pageToken == "" {
		return l, nil
	}
	if l.After, err = s.open(l, pageToken); err != nil {
		return model.List{}, err
	}
	return l, nil
}

// Page is what a caller gets of the rows that a store found, which are one more than the page holds when there is a next page; and
// that page's token. keys gives the values of the order's fields and last the unique key of a row, as the store compares them.
func (s Spec) Page(l model.List, rows int, keys func(last int) []any) (size int, nextPageToken string) {
	if rows <= l.Size {
		return rows, ""
	}
	return l.Size, s.Next(l, keys(l.Size-1)...)
}

// Next is the token of the page that follows the row with these values of the order's fields and, last, of the unique key.
func (s Spec) Next(l model.List, keys ...any) string {
	if !s.fits(l, keys) {
		panic(fmt.Sprintf("list: %v are no keys of the order %v", keys, l.Order))
	}
	return token(l.Seal, keys)
}

func (s Spec) order(text string) ([]model.Order, error) {
	if strings.TrimSpace(text) == "" {
		text = s.Default
	}
	var parsed ordering.OrderBy
	if err := parsed.UnmarshalString(text); err != nil || len(parsed.Fields) > maxFields || len(text) > maxText {
		return nil, invalid("order_by", model.Say(
			`must be fields with an optional " desc", such as "create_time desc"`, `须为字段名，可加 " desc"，例如 "create_time desc"`))
	}
	var order []model.Order
	for _, field := range parsed.Fields {
		if !slices.Contains(s.Order, field.Path) && text != s.Default {
			return nil, invalid("order_by", model.Say("must be over %s", "只能使用以下字段：%s", strings.Join(s.Order, ", ")))
		}
		if slices.ContainsFunc(order, func(before model.Order) bool { return before.Field == field.Path }) {
			return nil, invalid("order_by", model.Say("%s stands twice", "%s 重复出现", field.Path))
		}
		s.kind(field.Path)
		order = append(order, model.Order{Field: field.Path, Desc: field.Desc})
	}
	return order, nil
}

// filterable lists the fields that a filter may be over.
func (s Spec) filterable() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Fields)), func(field string) bool { return len(s.Fields[field].ops) == 0 })
}

// fits says whether the values can be those of the order's fields and the unique key.
func (s Spec) fits(l model.List, keys []any) bool {
	if len(keys) == 0 || !isKey(keys[len(keys)-1]) {
		return false
	}
	fields := slices.DeleteFunc(slices.Clone(l.Order), func(by model.Order) bool { return by.Field == "id" })
	if len(keys) != len(fields)+1 {
		return false
	}
	for i, by := range fields {
		if !s.kind(by.Field).fits(keys[i]) {
			return false
		}
	}
	return true
}

func (s Spec) kind(field string) Kind {
	if kind, ok := s.Fields[field]; ok {
		return kind
	}
	panic("list: " + field + " is ordered by and has no kind")
}

// seal hashes texts so that no two lists of texts have the same hash.
func seal(texts []string) string {
	h := sha256.New()
	for _, text := range texts {
		h.Write(binary.AppendUvarint(nil, uint64(len(text))))
		h.Write([]byte(text))
	}
	return string(h.Sum(nil)[:sealBytes])
}

func invalid(field string, why model.Words) error {
	return model.NewFault("FILTER_INVALID").At(field, why)
}
