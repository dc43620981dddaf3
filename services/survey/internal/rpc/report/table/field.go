package table

import (
	"iter"
	"reflect"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Table is one of the tables of a release. The fields of its rows are tagged for Parquet: all formats have the same columns.
type Table[R any] struct {
	Name model.Words
	Rows func(released.Release) iter.Seq2[R, error]
}

// The tables of a release.
var (
	Figures  = Table[Row]{model.Say("Figures", "数据"), Rows}
	Comments = Table[Comment]{model.Say("Comments", "留言"), comments}
	Themes   = Table[Theme]{model.Say("Themes", "主题"), themes}
)

// names are the columns, in order.
func (Table[R]) names() (names []string) {
	for field := range reflect.TypeFor[R]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("parquet"), ",")
		names = append(names, name)
	}
	return names
}

// values are the fields of a row in the order of names: string, int64, float64, bool, []int64; nil for what there is no figure of.
func values[R any](row *R) []any {
	fields := reflect.ValueOf(row).Elem()
	all := make([]any, fields.NumField())
	for i := range all {
		field := fields.Field(i)
		if field.Kind() == reflect.Pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		all[i] = field.Interface()
	}
	return all
}
