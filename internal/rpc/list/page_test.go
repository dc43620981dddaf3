package list_test

import (
	"encoding/base64"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
)

// token is that of the page which follows the row.
func token(t require.TestingT, req *directoryv1.ListUnitsRequest, last row) string {
	size := int(req.GetPageSize())
	if size == 0 {
		size = list.DefaultSize
	}
	_, next, err := units.Page(asker, req, func(model.List) ([]row, error) { return slices.Repeat([]row{last}, size+1), nil })
	require.NoError(t, err)
	require.NotEmpty(t, next)
	return next
}

func TestSize(t *testing.T) {
	for wanted, want := range map[int32]int{0: 50, 1: 1, 1000: 1000, 1001: 1000, math.MaxInt32: 1000} {
		l, err := asked(asker, units, &directoryv1.ListUnitsRequest{PageSize: wanted})
		require.NoError(t, err)
		require.Equal(t, want, l.Size)
	}
	_, err := asked(asker, units, &directoryv1.ListUnitsRequest{PageSize: -1})
	requireFault(t, err, "INVALID_FIELD", "")

	small := units
	small.Size = 10
	for wanted, want := range map[int32]int{0: 10, 1: 1, 1000: 1000} {
		l, err := asked(asker, small, &directoryv1.ListUnitsRequest{PageSize: wanted})
		require.NoError(t, err)
		require.Equal(t, want, l.Size)
	}
}

func TestPage(t *testing.T) {
	all := []row{{"create_time": int64(0), "id": "a"}, {"create_time": int64(1), "id": "b"}, {"create_time": int64(2), "id": "c"}}
	find := func(rows int) func(model.List) ([]row, error) {
		return func(model.List) ([]row, error) { return all[:rows], nil }
	}
	req := &directoryv1.ListUnitsRequest{PageSize: 2}
	for rows := range 3 {
		page, next, err := units.Page(asker, req, find(rows))
		require.NoError(t, err)
		require.Equal(t, all[:rows], page)
		require.Empty(t, next, "nothing follows")
	}
	page, next, err := units.Page(asker, req, find(3))
	require.NoError(t, err)
	require.Equal(t, all[:2], page)
	again, err := parse("", "", next)
	require.NoError(t, err)
	require.Equal(t, []any{int64(1), "b"}, again.After)

	wrong := errors.New("the rows cannot be read")
	_, _, err = units.Page(asker, req, func(model.List) ([]row, error) { return all, wrong })
	require.ErrorIs(t, err, wrong)
}

// TestReady: what most listings are, from the order to the keys that a token brings back.
func TestReady(t *testing.T) {
	type thing struct {
		made   time.Time
		id     string
		number int64
	}
	created := func(one thing) (time.Time, string) { return one.made, one.id }
	one := thing{time.UnixMicro(7), "t-1", 3}
	for name, c := range map[string]struct {
		of    list.Of[thing]
		order []model.Order
		after []any
	}{
		"newest first":      {list.NewestFirst(created, nil), []model.Order{{Field: "create_time", Desc: true}}, []any{int64(7), "t-1"}},
		"oldest first":      {list.OldestFirst(created, nil), []model.Order{{Field: "create_time"}}, []any{int64(7), "t-1"}},
		"up the texts":      {list.Ascending(func(one thing) string { return one.id }, nil), []model.Order{{Field: "id"}}, []any{"t-1"}},
		"down the texts":    {list.Descending(func(one thing) string { return one.id }, nil), []model.Order{{Field: "id", Desc: true}}, []any{"t-1"}},
		"down the numbers":  {list.Descending(func(one thing) int64 { return one.number }, nil), []model.Order{{Field: "id", Desc: true}}, []any{int64(3)}},
		"with what filters": {list.NewestFirst(created, list.Fields{"create_time": list.Timestamp}), []model.Order{{Field: "create_time", Desc: true}}, []any{int64(7), "t-1"}},
	} {
		_, next, err := c.of.Page(asker, &directoryv1.ListKeysRequest{PageSize: 1}, func(asked model.List) ([]thing, error) {
			require.Equal(t, c.order, asked.Order, name)
			return []thing{one, one}, nil
		})
		require.NoError(t, err, name)
		again, err := asked(asker, c.of, &directoryv1.ListKeysRequest{PageToken: next})
		require.NoError(t, err, name)
		require.Equal(t, c.after, again.After, name)
	}
	_, err := asked(asker, list.NewestFirst(created, nil), &directoryv1.ListUnitsRequest{Filter: `create_time > "2026-01-01T00:00:00Z"`})
	requireFault(t, err, "FILTER_INVALID", "")
	_, err = asked(asker, list.NewestFirst(created, list.Fields{"create_time": list.Timestamp}), &directoryv1.ListUnitsRequest{Filter: `create_time > "2026-01-01T00:00:00Z"`})
	require.NoError(t, err)
}

func TestATokenBelongsToItsListing(t *testing.T) {
	wanted := func() *directoryv1.ListUnitsRequest {
		return &directoryv1.ListUnitsRequest{Filter: `archived = true`, OrderBy: "number desc, create_time", PageSize: 10, ShowArchived: true}
	}
	keys := row{"number": "夜班\x00\xff"[:6], "create_time": int64(math.MinInt64), "id": "u-1"}
	made := token(t, wanted(), keys)
	require.Regexp(t, `^[A-Za-z0-9_-]+$`, made)

	next := wanted()
	next.PageToken = made
	next.PageSize = 99 // the size of a page may change
	again, err := asked(asker, units, next)
	require.NoError(t, err)
	require.Equal(t, []any{keys["number"], keys["create_time"], keys["id"]}, again.After)

	for name, change := range map[string]func(*directoryv1.ListUnitsRequest){
		"filter":   func(req *directoryv1.ListUnitsRequest) { req.Filter = `archived = false` },
		"order":    func(req *directoryv1.ListUnitsRequest) { req.OrderBy = "number, create_time" },
		"all else": func(req *directoryv1.ListUnitsRequest) { req.ShowArchived = false },
	} {
		other := wanted()
		other.PageToken = made
		change(other)
		_, err := asked(asker, units, other)
		requireFault(t, err, "PAGE_TOKEN_INVALID", name)
	}
	_, err = asked(asker, units, &directoryv1.ListPeopleRequest{Filter: next.GetFilter(), OrderBy: next.GetOrderBy(), PageToken: made})
	requireFault(t, err, "PAGE_TOKEN_INVALID", "method")
	_, err = asked(model.WithActor(t.Context(), model.Actor{Subject: "people/p2"}), units, next)
	requireFault(t, err, "PAGE_TOKEN_INVALID", "caller")
	_, err = asked(t.Context(), units, next)
	requireFault(t, err, "PAGE_TOKEN_INVALID", "nobody")
}

// The next page is asked for by a call of its own.
func TestATokenHoldsForEveryCall(t *testing.T) {
	of := list.Ascending(func(id string) string { return id }, nil)
	_, next, err := of.Page(asker, &surveyv1.ListResponsesRequest{PageSize: 1, RequestId: "one"}, func(model.List) ([]string, error) { return []string{"a", "b"}, nil })
	require.NoError(t, err)
	again, err := asked(asker, of, &surveyv1.ListResponsesRequest{PageToken: next, RequestId: "two"})
	require.NoError(t, err)
	require.Equal(t, []any{"a"}, again.After)
}

func TestTamperedTokens(t *testing.T) {
	token := token(t, &directoryv1.ListUnitsRequest{}, row{"create_time": int64(7), "id": "u-1"})
	_, err := parse("", "", token)
	require.NoError(t, err)
	bytes, err := base64.RawURLEncoding.DecodeString(token)
	require.NoError(t, err)
	for i := range bytes {
		for _, bit := range []byte{1, 0x80} {
			changed := []byte(string(bytes))
			changed[i] ^= bit
			_, err := parse("", "", base64.RawURLEncoding.EncodeToString(changed))
			requireFault(t, err, "PAGE_TOKEN_INVALID", token)
		}
	}
	for _, wrong := range []string{token[1:], token[:len(token)-1], token + "A", token + "=", " " + token, token[:4] + "\n" + token[4:], token + "\r\n", "💥", "-", strings.Repeat("A", 3000), "AQ"} {
		_, err := parse("", "", wrong)
		requireFault(t, err, "PAGE_TOKEN_INVALID", wrong)
	}
}

// Anybody can make a token. What a database refuses to compare with must not get that far.
func TestTokensOfOddKeys(t *testing.T) {
	for _, text := range []string{"u\x00", "\xff"} {
		_, err := parse("", "", token(t, &directoryv1.ListUnitsRequest{}, row{"create_time": int64(7), "id": text}))
		requireFault(t, err, "PAGE_TOKEN_INVALID", text)
	}
	req := &directoryv1.ListKeysRequest{PageSize: 1}
	_, ofTexts, err := list.Ascending(func(id string) string { return id }, nil).Page(asker, req, func(model.List) ([]string, error) { return []string{"a", "b"}, nil })
	require.NoError(t, err)
	_, err = asked(asker, list.Ascending(func(id int64) int64 { return id }, nil), &directoryv1.ListKeysRequest{PageToken: ofTexts})
	requireFault(t, err, "PAGE_TOKEN_INVALID", "a text where the key is a number")
}

func TestKeysMustFitTheOrder(t *testing.T) {
	req := &directoryv1.ListUnitsRequest{OrderBy: "number, archived"}
	token(t, req, row{"number": "n", "archived": true, "id": "u"})
	for _, wrong := range []row{
		{}, {"number": "n", "archived": true}, {"number": "n", "archived": "true", "id": "u"}, {"number": int64(1), "archived": true, "id": "u"},
		{"number": "n", "archived": true, "id": 1}, {"number": "n", "archived": true, "id": int64(1)},
	} {
		require.Panics(t, func() { token(t, req, wrong) }, wrong)
	}
}

// FuzzToken: no token but those that were made opens a page, and those that open one hold fitting values.
func FuzzToken(f *testing.F) {
	made := token(f, &directoryv1.ListUnitsRequest{}, row{"create_time": int64(7), "id": "u-1"})
	f.Add(made)
	f.Add("")
	f.Add("AQAAAAAAAAAAAAAAAAAAAAAAcwFh")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parse("", "", text)
		if err != nil {
			requireFault(t, err, "PAGE_TOKEN_INVALID", text)
			return
		}
		if text != "" {
			require.Equal(t, text, token(t, &directoryv1.ListUnitsRequest{}, row{"create_time": l.After[0], "id": l.After[1]}))
		}
	})
}
