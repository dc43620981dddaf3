package table

import (
	"iter"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Group says whom a row is of. It has no optional columns: the writer of Parquet takes those of an embedded struct for filled.
type Group struct {
	Unit     string `parquet:"unit,dict"`
	UnitCode string `parquet:"unit_code,dict"`
	UnitName string `parquet:"unit_name,dict"`
	// Attribute is "SHIFT", and "" for a whole unit; LevelName what the level is called where it has a name of its own, as sites have.
	Attribute string `parquet:"attribute,dict"`
	Level     string `parquet:"level,dict"`
	LevelName string `parquet:"level_name,dict"`
}

func group(r released.Release, cell *surveyv1.Cell) Group {
	return Group{
		Unit: cell.GetUnit(), UnitCode: cell.GetUnitCode(), UnitName: r.Text(cell.GetUnitName()),
		Attribute: short(cell.GetAttribute(), "ATTRIBUTE_"), Level: cell.GetLevel(), LevelName: r.Text(cell.GetLevelName()),
	}
}

// short is the name of an enum's value without the prefix, "" for none.
func short(value interface {
	String() string
	Number() protoreflect.EnumNumber
}, prefix string) string {
	if value.Number() == 0 {
		return ""
	}
	return strings.TrimPrefix(value.String(), prefix)
}

// cellwise are the rows of a table that has some for each cell.
func cellwise[R any](r released.Release, of func(form released.Form, cell *surveyv1.Cell) ([]R, error)) iter.Seq2[R, error] {
	form := r.Form()
	return func(yield func(R, error) bool) {
		var none R
		for cell, err := range r.Cells {
			if err != nil {
				yield(none, err)
				return
			}
			rows, err := of(form, cell)
			if err != nil {
				yield(none, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}
