package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// What comes with Hearth can be read by whoever runs surveys, and every one of it made an instrument of one's own.
func TestLibrary(t *testing.T) {
	inHouse(t, func(h *house) {
		all, err := h.instruments.ListLibraryInstruments(h.As("analyst-b"), &surveyv1.ListLibraryInstrumentsRequest{})
		require.NoError(h, err)
		require.Greater(h, len(all.GetInstruments()), 10)
		for _, one := range all.GetInstruments() {
			read, err := h.instruments.GetLibraryInstrument(h.As("culture-a"), &surveyv1.GetLibraryInstrumentRequest{Name: one.GetName()})
			require.NoError(h, err)
			require.Empty(h, cmp.Diff(one, read, protocmp.Transform()))
			want := proto.CloneOf(read)
			read.Name = ""
			made, err := h.instruments.CreateInstrument(h.As("culture-a"), &surveyv1.CreateInstrumentRequest{Instrument: read})
			require.NoError(h, err, one.GetName())
			made, err = h.instruments.PublishInstrument(h.As("culture-a"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
			require.NoError(h, err, one.GetName())
			require.Empty(h, cmp.Diff(want, made, protocmp.Transform(), protocmp.IgnoreFields(want, "name", "state", "etag", "create_time", "update_time", "family", "edition")))
		}

		_, err = h.instruments.GetLibraryInstrument(h.As("culture"), &surveyv1.GetLibraryInstrumentRequest{Name: "libraryInstruments/none"})
		h.Refused("NOT_FOUND", err)
		_, err = h.instruments.GetLibraryInstrument(h.As("culture"), &surveyv1.GetLibraryInstrumentRequest{Name: "instruments/belonging-pulse"})
		h.Refused("INVALID_FIELD", err)
		_, err = h.instruments.ListLibraryInstruments(h.As(token(1)), &surveyv1.ListLibraryInstrumentsRequest{})
		h.Refused("PERMISSION_DENIED", err)
	})
}

// An instrument can be checked without making one.
func TestAnInstrumentIsCheckedOnly(t *testing.T) {
	inHouse(t, func(h *house) {
		checked, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: pulse(), ValidateOnly: true})
		require.NoError(h, err)
		_, err = h.instruments.GetInstrument(h.As("culture"), &surveyv1.GetInstrumentRequest{Name: checked.GetName()})
		h.Refused("NOT_FOUND", err)
		twice := pulse()
		twice.Items = append(twice.Items, twice.GetItems()[0])
		_, err = h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: twice, ValidateOnly: true})
		h.Refused("INVALID_FIELD", err)
	})
}
