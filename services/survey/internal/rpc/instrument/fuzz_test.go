package instrument_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	domain "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

const asked = `{"displayName": {"texts": {"en": "All"}}, "shuffle": true, "items": [
	{"id": "r", "text": {"texts": {"en": "?"}}, "rating": {"min": 1, "max": 5, "favourable": [5]}},
	{"id": "then", "text": {"texts": {"en": "?"}}, "desiredOf": "r", "rating": {"min": 1, "max": 5}},
	{"id": "m", "text": {"texts": {"en": "?"}}, "condition": "answers.r > 2", "matrix": {"rows": [{"id": "a", "text": {"texts": {"en": "?"}}}], "scale": {"max": 1}}},
	{"id": "s", "text": {"texts": {"en": "?"}}, "single": {"options": [{"id": "x", "text": {"texts": {"en": "?"}}}, {"id": "y", "text": {"texts": {"en": "?"}}}]}},
	{"id": "b", "text": {"texts": {"en": "?"}}, "multi": {"options": [{"id": "x", "text": {"texts": {"en": "?"}}}, {"id": "y", "text": {"texts": {"en": "?"}}}]}},
	{"id": "o", "text": {"texts": {"en": "?"}}, "ranking": {"options": [{"id": "x", "text": {"texts": {"en": "?"}}}, {"id": "y", "text": {"texts": {"en": "?"}}}]}},
	{"id": "n", "text": {"texts": {"en": "?"}}, "number": {"max": "9", "bounds": ["3", "4"]}},
	{"id": "d", "text": {"texts": {"en": "?"}}, "date": {"earliest": "2026-01-01", "latest": "2026-12-31", "bounds": ["2026-06-30"]}},
	{"id": "w", "text": {"texts": {"en": "?"}}, "page": 2, "shortText": {}}, {"id": "l", "text": {"texts": {"en": "?"}}, "page": 2, "longText": {"maxLength": 9}},
	{"id": "c", "text": {"texts": {"en": "?"}}, "page": 2, "consent": {}}, {"id": "e", "text": {"texts": {"en": "?"}}, "page": 3, "ces": {}}],
	"constructs": [{"id": "k", "displayName": {"texts": {"en": "K"}}, "items": [{"item": "r", "reversed": true}]}]}`

const answered = `{"answers": [{"item": "r", "rating": 5}, {"item": "m.a", "rating": 1}, {"item": "s", "option": "x"}, {"item": "b", "options": {"options": ["y"]}},
	{"item": "o", "options": {"options": ["y", "x"]}}, {"item": "n", "number": "4"}, {"item": "d", "date": "2026-07-01"}, {"item": "w", "text": "好"},
	{"item": "c", "agreed": true}, {"item": "e", "rating": 7}]}`

// wire is a message on the wire, of its JSON.
func wire(t testing.TB, json string, message proto.Message) []byte {
	t.Helper()
	require.NoError(t, protojson.Unmarshal([]byte(json), message))
	bytes, err := proto.Marshal(message)
	require.NoError(t, err)
	return bytes
}

// Whatever passes the constraints of the contract is refused field by field or makes an instrument, which is written as it was read.
func FuzzInstrument(f *testing.F) {
	f.Add(wire(f, asked, &surveyv1.Instrument{}))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		message := &surveyv1.Instrument{}
		if proto.Unmarshal(bytes, message) != nil || gate.Validate(message) != nil {
			return
		}
		content := instrument.Read(message)
		made, err := domain.New(content)
		if err != nil {
			require.ErrorIs(t, err, model.NewFault("INVALID_FIELD"))
			return
		}
		require.Len(t, made.Columns(), len(made.Blank()))
		again := instrument.Read(instrument.Write(content))
		require.Empty(t, cmp.Diff(instrument.Write(content), instrument.Write(again), protocmp.Transform()))
	})
}

// Whatever is answered is refused with its item, or makes a sheet whose bytes are options, and which is read without the words that nobody asked for.
func FuzzAnswers(f *testing.F) {
	message := &surveyv1.Instrument{}
	wire(f, asked, message)
	made, err := domain.New(instrument.Read(message))
	require.NoError(f, err)
	columns := made.Columns()
	f.Add(wire(f, answered, &surveyv1.SubmitResponseRequest{}))
	f.Add(wire(f, `{"answers": [{"item": "n", "band": 2}, {"item": "m.a", "rating": 1}]}`, &surveyv1.SubmitResponseRequest{}))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		request := &surveyv1.SubmitResponseRequest{}
		if proto.Unmarshal(bytes, request) != nil {
			return
		}
		filled, err := made.FillIn(instrument.ReadAnswers(request.GetAnswers()))
		if err != nil {
			var fault *model.Fault
			require.ErrorAs(t, err, &fault)
			require.ErrorIs(t, err, item.ErrAnswerInvalid)
			require.NotEmpty(t, fault.Meta["problem"])
			require.NotEmpty(t, fault.Violations[0].Why.ZhCN)
			return
		}
		require.Len(t, filled.Sheet, len(columns))
		for n, column := range columns {
			require.LessOrEqual(t, int(filled.Sheet[n]), column.Options)
		}
		for _, answer := range instrument.WriteAnswers(made.Read(filled)) {
			require.NotNil(t, answer.GetValue())
		}
	})
}
