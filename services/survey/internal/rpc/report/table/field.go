package table

import "reflect"

// names are the columns of the table, in order, as the fields of Row are tagged for Parquet: all formats have the same.
var names = func() (names []string) {
	for field := range reflect.TypeFor[Row]().Fields() {
		names = append(names, name(field.Tag.Get("parquet")))
	}
	return names
}()

func name(tag string) string {
	for i, letter := range tag {
		if letter == ',' {
			return tag[:i]
		}
	}
	return tag
}

// values are the fields of a row in the order of names: string, int64, float64, bool, []int64; nil for what there is no figure of.
func (r *Row) values() []any {
	fields := reflect.ValueOf(r).Elem()
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
