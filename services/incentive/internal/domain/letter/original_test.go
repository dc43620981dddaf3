package letter

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

var (
	pdf  = []byte("%PDF-1.7\n")
	png  = []byte("\x89PNG\x0D\x0A\x1A\x0A....")
	jpeg = []byte("\xFF\xD8\xFF\xE0....")
	tiff = []byte("II*\x00....")
)

func TestAScanIsWhatItsBytesAre(t *testing.T) {
	for name, test := range map[string]struct {
		scan  []byte
		media string
		taken bool
	}{
		"PDF":             {pdf, "application/pdf", true},
		"PNG":             {png, "image/png", true},
		"JPEG":            {jpeg, "image/jpeg", true},
		"TIFF":            {tiff, "image/tiff", true},
		"another type":    {png, "image/jpeg", false},
		"no type":         {png, "", false},
		"a page":          {[]byte("<html><script>"), "text/html; charset=utf-8", false},
		"a page as a PDF": {[]byte("<html><script>"), "application/pdf", false},
		"a program":       {[]byte("MZ\x90\x00"), "application/pdf", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := Original{Scan: test.scan, MediaType: test.media}.check()
			if test.taken {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, ErrMediaType)
			}
		})
	}
	require.ErrorIs(t, Original{}.check(), model.NewFault("INVALID_FIELD"), "nothing was sent")
	require.ErrorIs(t, Original{Text: "a", Scan: make([]byte, mostScan+1)}.check(), model.NewFault("INVALID_FIELD"))
}

func TestTheSameLetterHasTheSameMark(t *testing.T) {
	one := Original{Text: "Thank you", Names: []string{"A", "B"}, Source: "crm", ID: "1"}
	mark := func(o Original) uint16 { return o.mark(2, 20000, "en") }
	require.Equal(t, mark(one), mark(one))
	other := one
	other.Names = []string{"AB"}
	require.NotEqual(t, mark(one), mark(other))
	require.NotEqual(t, mark(one), one.mark(3, 20000, "en"))
	require.NotEqual(t, one.external("a"), one.external("b"), "a name is one letter's within a unit")
	require.Nil(t, Original{Text: "Thank you"}.external("a"))
}
