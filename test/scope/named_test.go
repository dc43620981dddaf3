package scope_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/test/wire"
)

// What was answered under people's names is read by whose role is for it, of the people whom they reach.
func (w *world) answersUnderNames(t *testing.T) {
	for turn, protocol := range wire.All(w.Conn(), w.HTTP) {
		for _, r := range tried(w.readers, turn) {
			got := w.ask(t, protocol, r, "ResponseService/ListResponses", fmt.Sprintf(`{"name": %q, "pageSize": 1000}`, w.named))
			if !r.answers {
				require.Equal(t, codes.PermissionDenied.String(), got.Status.Code().String(), r.name)
				continue
			}
			require.Equal(t, codes.OK.String(), got.Status.Code().String(), "%s: %s", r.name, got.Status.Message())
			var want, shown []string
			for i, name := range w.people {
				if r.sees(w.places[i]) {
					want = append(want, name)
				}
			}
			page, ok := got.Message.(*surveyv1.ListResponsesResponse)
			require.True(t, ok)
			for _, one := range page.GetResponses() {
				shown = append(shown, one.GetPerson())
			}
			slices.Sort(want)
			require.NotEmpty(t, want)
			require.Equal(t, want, shown, r.name)
			text, err := protojson.Marshal(page)
			require.NoError(t, err)
			for _, mark := range w.beyond(r) {
				require.NotContains(t, string(text), mark, r.name)
			}
		}
	}
}
