package faults_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/test/house"
)

// TestNobodyIsHurtByWhatAPortCannotRead: after each of these, and while some of them go on, others are served.
func TestNobodyIsHurtByWhatAPortCannotRead(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		web := strings.TrimPrefix(h.HTTP, "http://")
		preface := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
		for name, sent := range map[string]string{
			"garbage":                strings.Repeat("\x00\xff\x16\x03", 1000),
			"a preface and garbage":  preface + strings.Repeat("\xff", 1000),
			"a preface cut off":      preface[:10],
			"a preface and silence":  preface,
			"headers without an end": "POST / HTTP/1.1\r\nHost: x\r\n",
			"headers far too large":  "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
			"two lengths":            "POST /directory/v1/units HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
			"half a body":            "POST /directory/v1/tokens:exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		} {
			t.Run(name, func(t *testing.T) {
				for _, addr := range []string{h.GRPC, web} {
					for range 20 {
						conn, err := net.DialTimeout("tcp", addr, 10*time.Second)
						require.NoError(t, err)
						defer func() { _ = conn.Close() }()
						_, _ = io.WriteString(conn, sent) // it may be cut off in the middle
					}
				}
				served(t, h)
			})
		}
	})
}

func served(t *testing.T, h *house.House) {
	_, err := directoryv1.NewTokenServiceClient(h.Conn()).GetCaller(h.Admin(t), &directoryv1.GetCallerRequest{})
	require.NoError(t, err)
	answer, err := http.Get(h.HTTP + "/readyz")
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
}

func TestHTTPRefusesWhatItCannotRead(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		const json = "application/json"
		for name, test := range map[string]struct {
			code             int
			path, kind, body string
		}{
			"no JSON":                    {400, "/directory/v1/units", json, "{"},
			"no UTF-8":                   {400, "/directory/v1/units", json, "{\"kind\":\"\xff\"}"},
			"an unknown field":           {400, "/directory/v1/units", json, `{"kindle":1}`},
			"far too deep":               {400, "/directory/v1/units", json, strings.Repeat("[", 100_000)},
			"another type":               {415, "/directory/v1/units", "text/xml", "<unit/>"},
			"far too large":              {413, "/directory/v1/units", json, `{"etag":"` + strings.Repeat("x", 9<<20) + `"}`},
			"Connect that is no message": {400, "/hearth.directory.v1.UnitService/CreateUnit", "application/proto", "\xff\xff\xff"},
			"Connect of another type":    {415, "/hearth.directory.v1.UnitService/CreateUnit", "text/xml", "<unit/>"},
		} {
			t.Run(name, func(t *testing.T) {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.HTTP+test.path, bytes.NewBufferString(test.body))
				require.NoError(t, err)
				request.Header.Set("Content-Type", test.kind)
				request.Header.Set("Authorization", "Bearer "+h.Key(t, h.AdminKey))
				answer, err := http.DefaultClient.Do(request)
				require.NoError(t, err)
				text, err := io.ReadAll(answer.Body)
				require.NoError(t, err)
				require.NoError(t, answer.Body.Close())
				require.Equal(t, test.code, answer.StatusCode, string(text))
				served(t, h)
			})
		}
	})
}

func TestGRPCRefusesWhatIsTooLarge(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		units := directoryv1.NewUnitServiceClient(h.Conn())
		for _, size := range []int{5 << 20, 20 << 20} {
			_, err := units.CreateUnit(h.Admin(t), &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
				DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": strings.Repeat("x", size)}},
			}})
			require.Equal(t, codes.ResourceExhausted, status.Code(err), err)
			served(t, h)
		}
		_, err := units.ListUnits(metadata.AppendToOutgoingContext(h.Admin(t), "x-large", strings.Repeat("x", 1<<20)), &directoryv1.ListUnitsRequest{})
		require.Error(t, err)
		served(t, h)
	})
}
