package table

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// rowsPerGroup bounds the memory of a file that is being written.
const rowsPerGroup = 20000

// Parquet writes the table as a Parquet file, compressed with Snappy.
func (t Table[R]) Parquet(w io.Writer, r released.Release) error {
	to := parquet.NewGenericWriter[R](w, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.CreatedBy("hearth", "", ""))
	const batch = 512
	rows := make([]R, 0, batch)
	for row, err := range t.Rows(r) {
		if err != nil {
			return err
		}
		if rows = append(rows, row); len(rows) < batch {
			continue
		}
		if _, err := to.Write(rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
	if _, err := to.Write(rows); err != nil {
		return err
	}
	return to.Close()
}
