package gateway_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// refusalBody is google.rpc.Status in JSON.
type refusalBody struct {
	Code    int
	Message string
	Details []struct {
		Type            string `json:"@type"`
		Reason, Domain  string
		Locale, Message string
		RetryDelay      string
		FieldViolations []struct{ Field, Description string }
	}
}

func (a answer) refusal(t testing.TB) refusalBody {
	t.Helper()
	var body refusalBody
	require.Equal(t, "application/json", a.header.Get("Content-Type"), a.body)
	require.NoError(t, json.Unmarshal([]byte(a.body), &body), a.body)
	return body
}

func (b refusalBody) reason() string {
	for _, detail := range b.Details {
		if detail.Domain == "hearth" {
			return detail.Reason
		}
	}
	return ""
}

func (b refusalBody) descriptions() (descriptions []string) {
	for _, detail := range b.Details {
		for _, violation := range detail.FieldViolations {
			descriptions = append(descriptions, violation.Description)
		}
	}
	return descriptions
}

func (b refusalBody) fields() (fields []string) {
	for _, detail := range b.Details {
		for _, violation := range detail.FieldViolations {
			fields = append(fields, violation.Field)
		}
	}
	return fields
}

func TestRESTMakesTheRequestOfPathQueryAndBody(t *testing.T) {
	id := "0198c0de-0000-7000-8000-000000000001"
	text := &typev1.LocalizedText{Texts: map[string]string{"en": "Night", "zh-CN": "夜班"}}
	eachShape(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			method, path, body string
			want               any
		}{
			"path":  {"GET", "/directory/v1/" + unitName, "", &directoryv1.GetUnitRequest{Name: unitName}},
			"HEAD":  {"HEAD", "/directory/v1/" + unitName, "", &directoryv1.GetUnitRequest{Name: unitName}},
			"query": {"GET", "/directory/v1/units?pageSize=7&filter=kind%3D%22TEAM%22&showArchived=true", "", &directoryv1.ListUnitsRequest{PageSize: 7, Filter: `kind="TEAM"`, ShowArchived: true}},
			"query in proto names": {"GET", "/directory/v1/units?page_size=7", "",
				&directoryv1.ListUnitsRequest{PageSize: 7}},
			"body and query": {"POST", "/directory/v1/units?requestId=" + id + "&validateOnly=true",
				`{"kind":"UNIT_KIND_TEAM","displayName":{"texts":{"en":"Night","zh-CN":"夜班"}}}`,
				&directoryv1.CreateUnitRequest{RequestId: id, ValidateOnly: true, Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text}}},
			"a mask from the body": {"PATCH", "/directory/v1/" + unitName,
				`{"name":"` + unitName + `","kind":"UNIT_KIND_TEAM","displayName":{"texts":{"en":"Night","zh-CN":"夜班"}},"etag":"e1","createTime":"2026-01-02T03:04:05Z"}`,
				&directoryv1.UpdateUnitRequest{
					Unit:       &directoryv1.Unit{Name: unitName, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text, Etag: "e1", CreateTime: stamp},
					UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"display_name", "kind"}},
				}},
			"a mask in the query": {"PATCH", "/directory/v1/" + unitName + "?updateMask=displayName,kind,external_ids&requestId=" + id,
				`{"kind":"UNIT_KIND_TEAM","displayName":{"texts":{"en":"Night","zh-CN":"夜班"}}}`,
				&directoryv1.UpdateUnitRequest{
					Unit:       &directoryv1.Unit{Name: unitName, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text},
					UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"display_name", "kind", "external_ids"}}, RequestId: id,
				}},
		} {
			t.Run(name, func(t *testing.T) {
				var got any
				h.get = func(_ context.Context, r *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
					got = r
					return &directoryv1.Unit{}, nil
				}
				h.list = func(_ context.Context, r *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
					got = r
					return &directoryv1.ListUnitsResponse{}, nil
				}
				h.create = func(_ context.Context, r *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
					got = r
					return &directoryv1.Unit{}, nil
				}
				h.update = func(_ context.Context, r *directoryv1.UpdateUnitRequest) (*directoryv1.Unit, error) {
					got = r
					return &directoryv1.Unit{}, nil
				}
				answered := h.ask(t, c.method, c.path, c.body)
				require.Equal(t, 200, answered.code, answered.body)
				require.Empty(t, cmp.Diff(c.want, got, protocmp.Transform()))
			})
		}
	})
}

func TestRESTIsStrict(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		unit := `{"kind":"UNIT_KIND_TEAM","displayName":{"texts":{"en":"x"}}}`
		for name, c := range map[string]struct {
			method, path, body string
			headers            []string
			code               int
			reason, field      string
		}{
			"an unknown field":                         {"POST", "/directory/v1/units", `{"kind":"UNIT_KIND_TEAM","colour":"red"}`, nil, 400, "INVALID_FIELD", "colour"},
			"an unknown field deep down":               {"POST", "/directory/v1/units", `{"displayName":{"texst":{}}}`, nil, 400, "INVALID_FIELD", "texst"},
			"an unknown enum value":                    {"POST", "/directory/v1/units", `{"kind":"TEAM"}`, nil, 400, "INVALID_FIELD", "kind"},
			"a wrong type":                             {"POST", "/directory/v1/units", `{"parent":7}`, nil, 400, "INVALID_FIELD", "parent"},
			"a field twice":                            {"POST", "/directory/v1/units", `{"site":"a","site":"b"}`, nil, 400, "INVALID_FIELD", "site"},
			"an unknown parameter":                     {"GET", "/directory/v1/units?pagesize=5", "", nil, 400, "INVALID_FIELD", "pagesize"},
			"a deep unknown parameter":                 {"GET", "/directory/v1/units?a.b.c=5", "", nil, 400, "INVALID_FIELD", "a.b.c"},
			"a parameter of a wrong type":              {"GET", "/directory/v1/units?pageSize=many", "", nil, 400, "INVALID_FIELD", "page_size"},
			"a parameter twice":                        {"GET", "/directory/v1/units?pageSize=1&pageSize=2", "", nil, 400, "INVALID_FIELD", "page_size"},
			"a parameter of the path":                  {"GET", "/directory/v1/" + unitName + "?name=x", "", nil, 400, "INVALID_FIELD", "name"},
			"a parameter of the body":                  {"POST", "/directory/v1/units?unit.site=x", unit, nil, 400, "INVALID_FIELD", "unit.site"},
			"a parameter that is not UTF-8":            {"GET", "/directory/v1/units?filter=%ff", "", nil, 400, "INVALID_FIELD", "filter"},
			"a path that is not UTF-8":                 {"GET", "/directory/v1/units/%ff", "", nil, 400, "INVALID_FIELD", ""},
			"a semicolon in the query":                 {"GET", "/directory/v1/units?a;b", "", nil, 400, "INVALID_FIELD", ""},
			"broken JSON":                              {"POST", "/directory/v1/units", `{"kind":`, nil, 400, "INVALID_FIELD", ""},
			"two messages":                             {"POST", "/directory/v1/units", unit + unit, nil, 400, "INVALID_FIELD", ""},
			"null":                                     {"POST", "/directory/v1/units", `null`, nil, 400, "INVALID_FIELD", ""},
			"a list":                                   {"POST", "/directory/v1/units", `[]`, nil, 400, "INVALID_FIELD", ""},
			"deep nesting":                             {"POST", "/directory/v1/units", strings.Repeat(`{"displayName":`, 50_000), nil, 400, "INVALID_FIELD", ""},
			"deep lists":                               {"POST", "/directory/v1/units", `{"externalIds":` + strings.Repeat(`[`, 100_000), nil, 400, "INVALID_FIELD", ""},
			"text that is not UTF-8":                   {"POST", "/directory/v1/units", "{\"site\":\"\xff\"}", nil, 400, "INVALID_FIELD", ""},
			"a constraint of the contract":             {"GET", "/directory/v1/units/7", "", nil, 400, "INVALID_FIELD", "name"},
			"a body that nobody reads":                 {"GET", "/directory/v1/units", "{}", nil, 400, "INVALID_FIELD", ""},
			"a parameter beside a whole body":          {"POST", "/directory/v1/" + unitName + ":archive?etag=x", "{}", nil, 400, "INVALID_FIELD", "etag"},
			"an unknown parameter where there is none": {"GET", "/directory/v1/" + unitName + "?fields=name", "", nil, 400, "INVALID_FIELD", "fields"},
			"a form":                       {"POST", "/directory/v1/units", "kind=1", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, "INVALID_FIELD", ""},
			"another charset":              {"POST", "/directory/v1/units", unit, []string{"Content-Type: application/json; charset=gb18030"}, 415, "INVALID_FIELD", ""},
			"no content type at all":       {"POST", "/directory/v1/units", unit, []string{"Content-Type: %%%"}, 415, "INVALID_FIELD", ""},
			"a large body":                 {"POST", "/directory/v1/units", `{"site":"` + strings.Repeat("x", 4<<20) + `"}`, nil, 413, "TOO_LARGE", ""},
			"a wrong timeout":              {"GET", "/directory/v1/" + unitName, "", []string{"Grpc-Timeout: soon"}, 400, "INVALID_FIELD", ""},
			"an unknown URL":               {"GET", "/directory/v2/units", "", nil, 404, "NO_SUCH_METHOD", ""},
			"an unknown verb of a URL":     {"POST", "/directory/v1/units:explode", "{}", nil, 404, "NO_SUCH_METHOD", ""},
			"a method that is not allowed": {"PUT", "/directory/v1/units", "", nil, 405, "NO_SUCH_METHOD", ""},
			"a method that nobody knows":   {"BREW", "/directory/v1/units", "", nil, 405, "NO_SUCH_METHOD", ""},
			"an overridden method":         {"POST", "/directory/v1/" + unitName, "", []string{"X-HTTP-Method-Override: GET", "Content-Type: application/x-www-form-urlencoded"}, 405, "NO_SUCH_METHOD", ""},
			"a missing token":              {"GET", "/directory/v1/units", "", []string{"Authorization: "}, 401, "UNAUTHENTICATED", ""},
			"a role that does not suffice": {"POST", "/directory/v1/units", unit, []string{"Authorization: Bearer employee"}, 403, "PERMISSION_DENIED", ""},
		} {
			t.Run(name, func(t *testing.T) {
				got := h.ask(t, c.method, c.path, c.body, c.headers...)
				require.Equal(t, c.code, got.code, got.body)
				body := got.refusal(t)
				require.Equal(t, c.reason, body.reason(), got.body)
				if c.field != "" {
					require.Equal(t, []string{c.field}, body.fields(), got.body)
				}
				require.NotEmpty(t, body.Message)
				require.Less(t, len(got.body), 2000, "a refusal quotes too much")
				for _, description := range body.descriptions() {
					require.NotRegexp(t, `\p{Han}`, description)
				}
				chinese := h.ask(t, c.method, c.path, c.body, append(c.headers, "Accept-Language: zh-CN")...).refusal(t)
				require.Equal(t, body.fields(), chinese.fields())
				require.Equal(t, body.Message, chinese.Message, "the message is for engineers")
				for _, description := range chinese.descriptions() {
					require.Regexp(t, `\p{Han}`, description)
				}
			})
		}
	})
}

func TestRESTSaysWhichMethodsAURLHas(t *testing.T) {
	h := open(t, false, options{})
	require.Equal(t, "GET, POST", h.ask(t, "DELETE", "/directory/v1/units", "").header.Get("Allow"))
	require.Equal(t, "GET, PATCH", h.ask(t, "OPTIONS", "/directory/v1/"+unitName, "").header.Get("Allow"))
	require.Equal(t, "POST", h.ask(t, "GET", "/hearth.directory.v1.UnitService/GetUnit", "").header.Get("Allow"))
}

func TestRESTErrors(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			err    error
			code   int
			reason string
		}{
			"not found":   {model.ErrNotFound, 404, "NOT_FOUND"},
			"conflict":    {model.ErrEtag, 409, "ETAG_MISMATCH"},
			"exists":      {model.ErrAlreadyExists, 409, "ALREADY_EXISTS"},
			"archived":    {model.ErrArchived, 400, "ARCHIVED"},
			"unavailable": {model.ErrUnavailable.With("retry_after", "1.2s"), 503, "UNAVAILABLE"},
			"limited":     {model.ErrRateLimited, 429, "RATE_LIMITED"},
			"of a field":  {model.InvalidField("unit.site", model.Archived), 400, "INVALID_FIELD"},
			"a defect":    {context.Canceled, 499, ""},
			"late":        {context.DeadlineExceeded, 504, "DEADLINE_EXCEEDED"},
		} {
			t.Run(name, func(t *testing.T) {
				h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { return nil, c.err }
				got := h.ask(t, "GET", "/directory/v1/"+unitName, "", "Accept-Language: zh-CN")
				require.Equal(t, c.code, got.code, got.body)
				body := got.refusal(t)
				require.Equal(t, c.reason, body.reason())
				if c.reason != "" {
					require.Equal(t, "zh-CN", got.header.Get("Content-Language"))
				}
				switch c.code {
				case 503:
					require.Equal(t, "2", got.header.Get("Retry-After"), "whole seconds, never too early")
				case 400:
					require.Empty(t, got.header.Get("Retry-After"))
				}
			})
		}
		h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) { panic("secret") }
		got := h.ask(t, "GET", "/directory/v1/"+unitName, "")
		require.Equal(t, 500, got.code)
		require.Equal(t, "INTERNAL", got.refusal(t).reason())
		require.NotContains(t, got.body, "secret")
	})
}

func TestOnlyWhatMeansSomethingPassesTheGateway(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		var seen metadata.MD
		h.get = func(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			require.NoError(t, grpc.SetHeader(ctx, metadata.Pairs("hearth-replay", "true", "other", "x")))
			return &directoryv1.Unit{}, nil
		}
		got := h.ask(t, "GET", "/directory/v1/"+unitName, "", "Accept-Language: zh-CN", "Cookie: a=b", "X-Forwarded-For: 10.1.1.1",
			"Grpc-Metadata-Authorization: Bearer system", "Grpc-Metadata-X: y", "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		require.Equal(t, 200, got.code, got.body)
		require.Equal(t, "true", got.header.Get("Hearth-Replay"))
		require.Empty(t, got.header.Get("Other"))
		require.Equal(t, []string{"Bearer admin"}, seen.Get("authorization"))
		require.Equal(t, []string{"zh-CN"}, seen.Get("accept-language"))
		require.Len(t, seen.Get("traceparent"), 1)
		require.Contains(t, seen.Get("traceparent")[0], "0af7651916cd43dd8448eb211c80319c")
		for key := range seen {
			known := []string{"authorization", "accept-language", "traceparent", "content-type", "user-agent", "grpc-accept-encoding", ":authority"}
			require.True(t, slices.Contains(known, key), "%s: %v passed", key, seen.Get(key))
		}
	})
}
