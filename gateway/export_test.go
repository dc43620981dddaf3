package gateway_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// releases is a peer that writes files.
type releases struct {
	surveyv1.UnimplementedReleaseServiceServer
	export func(*surveyv1.ExportReleaseRequest, grpc.ServerStreamingServer[httpbody.HttpBody]) error
}

func (r *releases) ExportRelease(req *surveyv1.ExportReleaseRequest, to grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	return r.export(req, to)
}

const (
	releaseName = "surveys/00000000-0000-7000-8000-000000000001/release"
	exportURL   = "/survey/v1/" + releaseName + ":export"
)

// pieces sends a file and then ends with err.
func pieces(err error, texts ...string) func(*surveyv1.ExportReleaseRequest, grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	return func(_ *surveyv1.ExportReleaseRequest, to grpc.ServerStreamingServer[httpbody.HttpBody]) error {
		if err := to.SetHeader(metadata.Pairs("content-disposition", `attachment; filename="a.csv"`)); err != nil {
			return err
		}
		for _, text := range texts {
			if err := to.Send(&httpbody.HttpBody{ContentType: "text/csv; charset=utf-8", Data: []byte(text)}); err != nil {
				return err
			}
		}
		return err
	}
}

func TestAFileIsTheBodyItself(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		whole := pieces(nil, "a,b\r\n", "", "1,\"2\n\"\r\n")
		var asked *surveyv1.ExportReleaseRequest
		h.export = func(req *surveyv1.ExportReleaseRequest, to grpc.ServerStreamingServer[httpbody.HttpBody]) error {
			asked = req
			return whole(req, to)
		}
		got := h.ask(t, "GET", exportURL+"?format=EXPORT_FORMAT_CSV&language=zh-CN", "")
		require.Equal(t, http.StatusOK, got.code)
		require.Equal(t, "a,b\r\n1,\"2\n\"\r\n", got.body)
		require.Equal(t, "text/csv; charset=utf-8", got.header.Get("Content-Type"))
		require.Equal(t, `attachment; filename="a.csv"`, got.header.Get("Content-Disposition"))
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		require.Equal(t, releaseName, asked.GetName())
		require.Equal(t, surveyv1.ExportFormat_EXPORT_FORMAT_CSV, asked.GetFormat())
		require.Equal(t, "zh-CN", asked.GetLanguage())
	})
}

func TestAFileThatIsRefusedIsARefusal(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.export = pieces(model.ErrNotFound)
		got := h.ask(t, "GET", exportURL+"?format=EXPORT_FORMAT_CSV", "", "Accept-Language: zh-CN")
		require.Equal(t, http.StatusNotFound, got.code)
		require.Equal(t, "NOT_FOUND", got.refusal(t).reason())
		require.Equal(t, "zh-CN", got.header.Get("Content-Language"))
		require.Empty(t, got.header.Get("Content-Disposition"))
		for path, field := range map[string]string{exportURL: "format", exportURL + "?format=EXPORT_FORMAT_CSV&language=fr": "language"} {
			got = h.ask(t, "GET", path, "")
			require.Equal(t, http.StatusBadRequest, got.code, got.body)
			require.Equal(t, []string{field}, got.refusal(t).fields())
		}
		require.Equal(t, http.StatusForbidden, h.ask(t, "GET", exportURL+"?format=EXPORT_FORMAT_CSV", "", "Authorization: Bearer employee").code)
		require.Equal(t, http.StatusUnauthorized, h.ask(t, "GET", exportURL+"?format=EXPORT_FORMAT_CSV", "", "Authorization: Bearer nobody").code)
	})
}

// Half a file never looks like a whole one.
func TestAFileThatBreaksOffIsSeenToBreakOff(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.export = pieces(errors.New("the disk is gone"), "a,b\r\n")
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+exportURL+"?format=EXPORT_FORMAT_CSV", nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer admin")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Equal(t, "a,b\r\n", string(text))
	})
}

func TestFilesComeOverConnectAndGRPCWeb(t *testing.T) {
	eachShape(t, func(t *testing.T, h *house) {
		h.export = pieces(nil, "a,b\r\n", "1,2\r\n")
		for name, option := range map[string]connect.ClientOption{"Connect": connect.WithProtoJSON(), "gRPC-Web": connect.WithGRPCWeb()} {
			client := connect.NewClient[surveyv1.ExportReleaseRequest, httpbody.HttpBody](http.DefaultClient,
				h.url+surveyv1.ReleaseService_ExportRelease_FullMethodName, option)
			request := connect.NewRequest(&surveyv1.ExportReleaseRequest{Name: releaseName, Format: surveyv1.ExportFormat_EXPORT_FORMAT_CSV})
			request.Header().Set("Authorization", "Bearer admin")
			stream, err := client.CallServerStream(t.Context(), request)
			require.NoError(t, err, name)
			var file strings.Builder
			for stream.Receive() {
				file.Write(stream.Msg().GetData())
			}
			require.NoError(t, stream.Err(), name)
			require.Equal(t, "a,b\r\n1,2\r\n", file.String(), name)
			require.Equal(t, `attachment; filename="a.csv"`, stream.ResponseHeader().Get("Content-Disposition"), name)
			require.NoError(t, stream.Close())
		}
	})
}
