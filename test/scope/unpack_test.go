package scope_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/httpbody"
)

// unpacked is all that stands in a file, as its reader finds it: what is packed is unpacked.
func unpacked(t *testing.T, file *httpbody.HttpBody) []byte {
	data := file.GetData()
	switch {
	case bytes.HasPrefix(data, []byte("PK")):
		var all bytes.Buffer
		folder, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err)
		for _, one := range folder.File {
			opened, err := one.Open()
			require.NoError(t, err)
			_, err = io.Copy(&all, opened)
			require.NoError(t, err)
		}
		return all.Bytes()
	case bytes.HasPrefix(data, []byte("PAR1")):
		rows, err := parquet.Read[any](bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err)
		require.NotEmpty(t, rows)
		var all strings.Builder
		for _, row := range rows {
			fmt.Fprintln(&all, row)
		}
		return []byte(all.String())
	}
	return data
}
