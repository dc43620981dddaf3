package gateway_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/gateway"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// protocols are those of the HTTP port besides REST.
func protocols(t *testing.T) map[string]struct {
	client  *http.Client
	options []connect.ClientOption
} {
	h2 := &http.Transport{Protocols: new(http.Protocols)}
	h2.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(h2.CloseIdleConnections)
	return map[string]struct {
		client  *http.Client
		options []connect.ClientOption
	}{
		"Connect":  {http.DefaultClient, nil},
		"gRPC-Web": {http.DefaultClient, []connect.ClientOption{connect.WithGRPCWeb()}},
		"gRPC":     {&http.Client{Transport: h2}, []connect.ClientOption{connect.WithGRPC()}},
	}
}

func call(ctx context.Context, c *http.Client, url, token string, options ...connect.ClientOption) error {
	client := connect.NewClient[directoryv1.GetUnitRequest, directoryv1.Unit](c, url, options...)
	request := connect.NewRequest(&directoryv1.GetUnitRequest{Name: unitName})
	request.Header().Set("Authorization", "Bearer "+token)
	_, err := client.CallUnary(ctx, request)
	return err
}

func reasonOf(t testing.TB, err error) string {
	told, ok := errors.AsType[*connect.Error](err)
	require.True(t, ok, "%v", err)
	for _, packed := range told.Details() {
		value, err := packed.Value()
		require.NoError(t, err)
		if info, ok := value.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}

func TestEveryProtocolReachesAService(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
			return &directoryv1.Unit{}, nil
		}
		for name, p := range protocols(t) {
			require.NoError(t, call(t.Context(), p.client, h.url+directoryv1.UnitService_GetUnit_FullMethodName, "admin", p.options...), name)
			for _, path := range []string{"/hearth.directory.v1.UnitService/Explode", "/hearth.oven.v1.Oven/Bake"} {
				err := call(t.Context(), p.client, h.url+path, "admin", p.options...)
				require.Equal(t, connect.CodeUnimplemented, connect.CodeOf(err), name)
				require.Equal(t, "NO_SUCH_METHOD", reasonOf(t, err), name)
			}
		}
	})
}

func TestTheGRPCAddressReachesAService(t *testing.T) {
	h := open(t, true, options{})
	h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{Name: unitName}, nil
	}
	conn, err := grpc.NewClient(h.grpcAddr, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	got, err := directoryv1.NewUnitServiceClient(conn).GetUnit(calltest.As(t.Context(), "admin"), &directoryv1.GetUnitRequest{Name: unitName})
	require.NoError(t, err)
	require.Equal(t, unitName, got.GetName())
	for _, method := range []string{"/hearth.oven.v1.Oven/Bake", "/directory.v1.UnitService/GetUnit"} {
		err = conn.Invoke(calltest.As(t.Context(), "admin"), method, &emptypb.Empty{}, &emptypb.Empty{})
		require.Equal(t, codes.Unimplemented, status.Code(err), method)
		require.Equal(t, "NO_SUCH_METHOD", calltest.Reason(err), method)
	}
}

func TestTheRateIsLimited(t *testing.T) {
	h := open(t, false, options{Config: gateway.Config{RatePerSecond: 0.01, RateBurst: 20}})
	h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{}, nil
	}
	allowed := 0
	for h.ask(t, "GET", "/directory/v1/"+unitName, "").code == 200 {
		allowed++
	}
	require.Equal(t, 20, allowed)
	got := h.ask(t, "GET", "/directory/v1/"+unitName, "")
	require.Equal(t, 429, got.code)
	require.Equal(t, "RATE_LIMITED", got.refusal(t).reason())
	require.Contains(t, got.body, "RetryInfo")
	require.Regexp(t, `^\d+$`, got.header.Get("Retry-After"))
	for name, p := range protocols(t) {
		err := call(t.Context(), p.client, h.url+directoryv1.UnitService_GetUnit_FullMethodName, "admin", p.options...)
		require.Equal(t, connect.CodeResourceExhausted, connect.CodeOf(err), name)
		require.Equal(t, "RATE_LIMITED", reasonOf(t, err), name)
	}
	require.Equal(t, 200, h.ask(t, "GET", "/healthz", "").code, "a probe is never refused")
}

// TestAnAnswerThatCannotBeWrittenIsLogged: the caller sees that it is Hearth's fault, and the log has why.
func TestAnAnswerThatCannotBeWrittenIsLogged(t *testing.T) {
	for name, path := range map[string]string{"REST": "/directory/v1/" + unitName, "Connect": directoryv1.UnitService_GetUnit_FullMethodName} {
		t.Run(name, func(t *testing.T) {
			var logs testkit.Logs
			h := open(t, false, options{log: logs.Logger()})
			h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
				return &directoryv1.Unit{CreateTime: &timestamppb.Timestamp{Seconds: math.MaxInt64}}, nil
			}
			method, body := "GET", ""
			if name == "Connect" {
				method, body = "POST", `{"name":"`+unitName+`"}`
			}
			require.Equal(t, 500, h.ask(t, method, path, body).code)
			require.Equal(t, 1, strings.Count(logs.String(), "an answer cannot be written"), logs.String())
			require.Contains(t, logs.String(), "hearth.directory.v1.Unit")
		})
	}
}

// TestMadeUpTokensDoNotHelp: each counts for the address, however often it is used.
func TestMadeUpTokensDoNotHelp(t *testing.T) {
	h := open(t, false, options{Config: gateway.Config{RatePerSecond: 0.01, RateBurst: 10}})
	for range 10 {
		require.Equal(t, 401, h.ask(t, "GET", "/directory/v1/"+unitName, "", "Authorization: Bearer made-up").code)
	}
	require.Equal(t, 429, h.ask(t, "GET", "/directory/v1/"+unitName, "", "Authorization: Bearer made-up").code)
	require.Equal(t, 429, h.ask(t, "GET", "/directory/v1/"+unitName, "", "Authorization: Bearer another").code)
}

// TestMadeUpTokensDoNotHelpToLogIn, where nobody looks at them.
func TestMadeUpTokensDoNotHelpToLogIn(t *testing.T) {
	for name, path := range map[string]string{
		"REST": "/directory/v1/tokens:exchange", "Connect": directoryv1.TokenService_ExchangeToken_FullMethodName,
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, false, options{Config: gateway.Config{RatePerSecond: 0.01, RateBurst: 10}})
			for range 10 {
				code := h.ask(t, "POST", path, `{"apiKey":"x"}`, "Content-Type: application/json", "Authorization: Bearer made-up").code
				require.NotEqual(t, 429, code)
			}
			got := h.ask(t, "POST", path, `{"apiKey":"x"}`, "Content-Type: application/json", "Authorization: Bearer another")
			require.Equal(t, 429, got.code)
		})
	}
}

func TestMalformedCalls(t *testing.T) {
	h := open(t, false, options{})
	unit, roster := directoryv1.UnitService_GetUnit_FullMethodName, directoryv1.RosterService_SnapshotRoster_FullMethodName
	envelope := func(flags byte, size uint32, text string) string {
		return string(binary.BigEndian.AppendUint32([]byte{flags}, size)) + text
	}
	for name, c := range map[string]struct {
		path, kind, body string
		code             int
		says             string
	}{
		"broken JSON":                {unit, "application/json", `{"name"`, 400, "INVALID_FIELD"},
		"an unknown field":           {unit, "application/json", `{"nmae":"x"}`, 400, "nmae"},
		"bytes that are no message":  {unit, "application/proto", "\xff\xff\xff", 400, "INVALID_FIELD"},
		"a constraint":               {unit, "application/json", `{"name":"7"}`, 400, "INVALID_FIELD"},
		"nobody's content type":      {unit, "text/plain", `{}`, 415, ""},
		"another codec":              {unit, "application/xml", `<a/>`, 415, ""},
		"too large":                  {unit, "application/json", `{"name":"` + strings.Repeat("x", 5<<20) + `"}`, 429, "TOO_LARGE"},
		"far too large":              {unit, "application/json", `{"name":"` + strings.Repeat("x", 9<<20) + `"}`, 429, "resource_exhausted"},
		"an envelope cut off":        {roster, "application/connect+proto", envelope(0, 100, "abc"), 200, "protocol error"},
		"half an envelope":           {roster, "application/connect+proto", "\x00\x00", 200, "protocol error"},
		"an envelope of 4 GiB":       {roster, "application/connect+proto", envelope(0, 1<<32-1, "abc"), 200, "resource_exhausted"},
		"an envelope, not gzip":      {roster, "application/connect+proto", envelope(1, 3, "abc"), 200, "error"},
		"no envelope at all":         {roster, "application/connect+proto", "", 200, "error"},
		"a unary call to a stream":   {roster, "application/json", `{}`, 415, ""},
		"a stream to a unary method": {unit, "application/connect+json", envelope(0, 2, "{}"), 415, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := h.ask(t, "POST", c.path, c.body, "Content-Type: "+c.kind)
			require.Equal(t, c.code, got.code, got.body)
			require.Contains(t, got.body, c.says)
		})
	}
}

// TestMalformedConnections writes what no client would.
func TestMalformedConnections(t *testing.T) {
	h := open(t, false, options{})
	h.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{}, nil
	}
	url := "/directory/v1/" + unitName
	for name, c := range map[string]struct {
		sent string
		code int
	}{
		"noise":                 {"\x16\x03\x01\x02\x00" + strings.Repeat("\x01", 50) + "\r\n\r\n", 400},
		"HTTP/1.0":              {"GET " + url + " HTTP/1.0\r\nAuthorization: Bearer admin\r\n\r\n", 200},
		"HTTP/1.1 without host": {"GET " + url + " HTTP/1.1\r\n\r\n", 400},
		"HTTP/3.0":              {"GET " + url + " HTTP/3.0\r\nHost: x\r\n\r\n", 505},
		"two lengths":           {"POST " + url + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400},
		"a negative length":     {"POST " + url + " HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
		"a wrong chunk":         {"POST /directory/v1/units HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
		"two tokens":            {"GET " + url + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nAuthorization: Bearer admin\r\n\r\n", 401},
		"large headers":         {"GET " + url + " HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 128<<10) + "\r\n\r\n", 431},
		"a URL of another host": {"GET http://elsewhere" + url + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n\r\n", 200},
		"CONNECT":               {"CONNECT elsewhere:80 HTTP/1.1\r\nHost: elsewhere:80\r\n\r\n", 404},
		"a star":                {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200},
		"a path that climbs":    {"GET /docs/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 307},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
			require.NoError(t, err)
			defer func() { _ = conn.Close() }()
			_, _ = io.WriteString(conn, c.sent)
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			text, _ := io.ReadAll(io.LimitReader(response.Body, 1<<16))
			_ = response.Body.Close()
			require.Equal(t, c.code, response.StatusCode, string(text))
		})
	}
}
