package list

import (
	"context"
	"fmt"

	"github.com/hearth-culture/hearth/internal/model"
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

func (s Spec) of() Of[any] { return Of[any]{Fields: s.Fields, Order: s.Order, Default: s.Default} }

// Parse reads a request to list.
func (s Spec) Parse(ctx context.Context, method, filter, orderBy, pageToken string, pageSize int32, extra ...string) (model.List, error) {
	if pageSize < 0 {
		return model.List{}, model.InvalidField("page_size", model.Say("must not be negative", "不能为负数"))
	}
	l := model.List{Size: min(int(pageSize), MaxSize)}
	if l.Size == 0 {
		l.Size = DefaultSize
	}
	var err error
	if l.Conditions, err = Fields(s.Fields).filter(filter); err != nil {
		return model.List{}, err
	}
	if l.Order, err = s.of().order(orderBy); err != nil {
		return model.List{}, err
	}
	actor, _ := model.ActorFrom(ctx)
	l.Seal = seal(append([]string{method, filter, orderBy, actor.Subject}, extra...)...)
	if pageToken == "" {
		return l, nil
	}
	var ok bool
	if l.After, ok = open(l.Seal, pageToken); !ok || !s.of().fits(l.Order, l.After) {
		return model.List{}, errToken
	}
	return l, nil
}

// Page is what a caller gets of the rows that a store found.
func (s Spec) Page(l model.List, rows int, keys func(last int) []any) (size int, nextPageToken string) {
	if rows <= l.Size {
		return rows, ""
	}
	last := keys(l.Size - 1)
	if !s.of().fits(l.Order, last) {
		panic(fmt.Sprintf("list: %v are no keys of the order %v", last, l.Order))
	}
	return l.Size, token(l.Seal, last)
}
