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
	Figures   = Table[Row]{model.Say("Figures", "数据"), Rows}
	Comments  = Table[Comment]{model.Say("Comments", "留言"), comments}
	Themes    = Table[Theme]{model.Say("Themes", "主题"), themes}
	Drivers   = Table[Driver]{model.Say("Drivers", "关联"), drivers}
	Norms     = Table[Norm]{model.Say("Norms", "外部数据"), norms}
	Standings = Table[Standing]{model.Say("Against the rest", "与其余人员比较"), standings}
	Changes   = Table[Change]{model.Say("Changes", "变化"), changes}
	Trends    = Table[Trend]{model.Say("Trends", "历期走势"), trends}
)

// fields are the columns of a row, those of embedded structs in their place.
func fields[R any]() (all []reflect.StructField) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[R]()) {
		if !field.Anonymous {
			all = append(all, field)
		}
	}
	return all
}

func names(columns []reflect.StructField) []string {
	all := make([]string, len(columns))
	for i, column := range columns {
		all[i], _, _ = strings.Cut(column.Tag.Get("parquet"), ",")
	}
	return all
}

// values are the columns of a row: string, int64, float64, bool, []int64; nil for what there is no figure of.
func values[R any](row *R, columns []reflect.StructField) []any {
	of := reflect.ValueOf(row).Elem()
	all := make([]any, len(columns))
	for i, column := range columns {
		field := of.FieldByIndex(column.Index)
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
