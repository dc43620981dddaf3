package document_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/document"
)

// FuzzRead reads anything: it is refused with places, or it is a message that can be written and read again.
func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(f, err)
	for _, path := range append(paths, "testdata/written.yaml") {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(pulse))
	empty := newForm(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		message := proto.Clone(empty)
		if _, err := document.Read("it", text, message); err != nil {
			problems, ok := errors.AsType[document.Problems](err)
			require.True(t, ok)
			require.NotEmpty(t, problems)
			return
		}
		written, err := document.Write(message)
		require.NoError(t, err)
		again := proto.Clone(empty)
		_, err = document.Read("it", written, again)
		require.NoError(t, err, string(written))
		require.True(t, proto.Equal(message, again), string(written))
	})
}
