package scope_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/wire"
)

// read is a way to read a release: a method and its request, in which $RELEASE is the release, $FIRST the one before, and $CELL a group. What
// names a group is tried with every group that there is. A new method over releases is added here; TestEveryMethodOverReleasesIsTried says so.
type read struct{ method, request string }

var reads = []read{
	allFigures: {"ReleaseService/ListCells", `{"parent": "$RELEASE", "pageSize": 1000, "view": "CELL_VIEW_FULL"}`},
	{"ReleaseService/GetRelease", `{"name": "$RELEASE"}`},
	{"ReleaseService/ListCells", `{"parent": "$RELEASE", "pageSize": 1000}`},
	{"ReleaseService/ListCells", `{"parent": "$RELEASE", "pageSize": 1, "filter": "attribute = ATTRIBUTE_EMPLOYER", "view": "CELL_VIEW_FULL"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_JSON"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_PARQUET"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_XLSX"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_HTML"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_HTML", "language": "zh-CN"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_CHANGES"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_TRENDS"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_NORMS"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_DRIVERS"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_STANDINGS"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_COMMENTS"}`},
	{"ReleaseService/ExportRelease", `{"name": "$RELEASE", "format": "EXPORT_FORMAT_CSV", "table": "EXPORT_TABLE_THEMES"}`},
	{"CommentService/ListComments", `{"parent": "$RELEASE", "pageSize": 1000}`},
	{"CommentService/ListThemes", `{"parent": "$RELEASE", "pageSize": 1000}`},
	{"ComparisonService/CompareCells", `{"parent": "$RELEASE", "first": $CELL, "second": $CELL, "secondRelease": "$FIRST"}`},
	{"ComparisonService/CompareCells", `{"parent": "$FIRST", "first": $CELL, "second": $CELL, "secondRelease": "$RELEASE"}`},
	{"ComparisonService/ListTrends", `{"parent": "$RELEASE", "cell": $CELL}`},
	{"ComparisonService/ListTrends", `{"parent": "$FIRST", "cell": $CELL, "releases": ["$RELEASE"]}`},
}

// allFigures is the place of the call that shows all figures of all groups.
const allFigures = 0

func (r read) of(release, first, cell string) string {
	return strings.NewReplacer("$RELEASE", release, "$FIRST", first, "$CELL", cell).Replace(r.request)
}

func (r read) names() bool { return strings.Contains(r.request, "$CELL") }

// holds are the units of a reader that stand in what is read of the second wave: tables that have a row for some groups alone need not name all.
func (r read) holds(by reader) (units []string) {
	_, table, _ := strings.Cut(r.request, `"table": "EXPORT_TABLE_`)
	switch strings.TrimSuffix(table, `"}`) {
	case "STANDINGS":
		for _, unit := range by.units {
			if slices.Contains(by.units, above[unit]) && unit != "Fir" { // which is all that Elm holds
				units = append(units, unit)
			}
		}
		return units
	case "DRIVERS", "COMMENTS", "THEMES":
		return nil
	}
	return by.units
}

// over says whether it is read over a protocol. All that is read of a release is, whole files too; single tables are of the same rows, and are
// read over two.
func (r read) over(protocol string) bool {
	return r.whole() || protocol == "gRPC" || protocol == "REST"
}

// whole says that it names every unit of any release.
func (r read) whole() bool { return !strings.Contains(r.request, `"table"`) }

func method(t *testing.T, name string) protoreflect.MethodDescriptor {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("hearth.survey.v1." + strings.ReplaceAll(name, "/", ".")))
	require.NoError(t, err)
	return found.(protoreflect.MethodDescriptor)
}

func TestEveryMethodOverReleasesIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, one := range reads {
		tried[one.method] = true
	}
	protoregistry.GlobalFiles.RangeFilesByPackage("hearth.survey.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule := proto.GetExtension(methods.Get(j).Options(), annotations.E_Http).(*annotations.HttpRule)
				name := fmt.Sprintf("%s/%s", file.Services().Get(i).Name(), methods.Get(j).Name())
				if strings.Contains(rule.GetGet(), "=surveys/*/release") {
					require.True(t, tried[name], "%s reads a release: add it to the table of reads", name)
				}
			}
		}
		return true
	})
}

func TestEachReaderIsShownTheirsAndNothingElse(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		w := newWorld(t, h) // who reads changes nothing, so all share it
		t.Run("two waves", w.waves)
		t.Run("a survey of one employer", w.surveyOfOneEmployer)
		t.Run("cells to the figure", w.sameCells)
		t.Run("answers under names", w.answersUnderNames)
		if h.Shape == house.Embedded {
			t.Run("the command line", w.commandLine) // one more client of the same calls: one shape is enough
		}
	})
}

func (w *world) waves(t *testing.T) {
	nowhere := fmt.Sprintf(`{"unit": "units/%s"}`, "00000000-0000-7000-8000-000000000000")
	turn, came := 0, map[string]bool{}
	for _, protocol := range wire.All(w.Conn(), w.HTTP) {
		for _, one := range reads {
			if !one.over(protocol.Name) {
				continue
			}
			t.Run(protocol.Name+"/"+one.method, func(t *testing.T) {
				for _, r := range tried(w.readers, turn) {
					came[r.name] = true
					unknown := w.ask(t, protocol, r, one.method, one.of(w.second+"/release", w.first+"/release", nowhere))
					if !one.names() {
						w.judge(t, r, r.refused, !r.refused, unknown, one.holds(r))
						if one.method == "CommentService/ListComments" {
							w.reads(t, r, unknown)
						}
						continue
					}
					for _, c := range cells() {
						got := w.ask(t, protocol, r, one.method, one.of(w.second+"/release", w.first+"/release", w.key(c)))
						w.judge(t, r, r.refused, r.sees(c), got, []string{c.unit})
						if !r.sees(c) {
							require.True(t, proto.Equal(unknown.Status.Proto(), got.Status.Proto()), "%s: what is beyond reach looks as what is nowhere: %v", r.name, got.Status)
						}
					}
				}
			})
			turn++
		}
	}
	require.Len(t, came, len(w.readers), "every reader had a turn")
}

// reads demands the comments of a reader's units: of all who wrote there, or of nobody where only an employer's people are within reach.
func (w *world) reads(t *testing.T, r reader, got wire.Answer) {
	shown, want := 0, 0
	if page, ok := got.Message.(*surveyv1.ListCommentsResponse); ok {
		shown = len(page.GetComments())
	}
	for _, place := range w.places {
		if r.employer == "" && r.sees(cell{place.unit, ""}) {
			want++
		}
	}
	require.Equal(t, want, shown, r.name)
}

// The survey of one employer's people in Birch is there for whom it is about, and nobody else.
func (w *world) surveyOfOneEmployer(t *testing.T) {
	turn := 0
	for _, protocol := range wire.All(w.Conn(), w.HTTP) {
		for _, one := range reads {
			if one.names() || !one.over(protocol.Name) {
				continue
			}
			for _, r := range tried(w.readers, turn) {
				got := w.ask(t, protocol, r, one.method, one.of(w.narrow+"/release", "", ""))
				r.units, r.employer = r.narrow, ""
				names := r.narrow
				if !one.whole() {
					names = nil // there is no wave before it
				}
				w.judge(t, r, r.refused, len(r.narrow) > 0, got, names)
			}
			turn++
		}
	}
}

// The cells of a reader are those of who sees all, to the figure.
func (w *world) sameCells(t *testing.T) {
	list := func(token string) map[cell]*surveyv1.Cell {
		got := w.ask(t, wire.GRPC(w.Conn()), reader{token: token}, "ReleaseService/ListCells", reads[allFigures].of(w.second+"/release", "", ""))
		page, ok := got.Message.(*surveyv1.ListCellsResponse)
		require.True(t, ok)
		shown := map[cell]*surveyv1.Cell{}
		for _, one := range page.GetCells() {
			shown[cell{one.GetUnitName().GetTexts()["en"], one.GetLevel()}] = one
		}
		return shown
	}
	whole := list(w.Key(t, w.AdminKey))
	for _, r := range w.readers {
		want := map[cell]bool{}
		for c := range whole {
			if r.sees(c) {
				want[c] = true
			}
		}
		if r.refused {
			continue
		}
		shown := list(r.token)
		require.Len(t, shown, len(want), r.name)
		for c, one := range shown {
			require.True(t, want[c], "%s: %v", r.name, c)
			full := proto.CloneOf(whole[c])
			if one.Parent == nil {
				full.Parent = nil
			}
			require.True(t, proto.Equal(full, one), "%s: %v", r.name, c)
		}
	}
	require.Len(t, whole, len(cells()), "everything is large enough to be shown")
}

func (w *world) ask(t *testing.T, protocol wire.Protocol, r reader, name, request string) wire.Answer {
	of := method(t, name)
	message := dynamicpb.NewMessage(of.Input())
	require.NoError(t, protojson.Unmarshal([]byte(request), message), request)
	answer, err := protocol.Do(t.Context(), wire.Call{Method: of, Request: message, Token: r.token})
	require.NoError(t, err, r.name)
	return answer
}

// judge demands what a reader must hear, and that nothing foreign stands in it.
func (w *world) judge(t *testing.T, r reader, refused, sees bool, got wire.Answer, names []string) {
	want := codes.NotFound
	switch {
	case refused:
		want = codes.PermissionDenied
	case sees:
		want = codes.OK
	}
	require.Equal(t, want.String(), got.Status.Code().String(), "%s: %s", r.name, got.Status.Message())
	if want != codes.OK {
		return
	}
	shown, err := protojson.Marshal(got.Message)
	require.NoError(t, err)
	if file, ok := got.Message.(*httpbody.HttpBody); ok {
		shown = unpacked(t, file)
		for _, name := range names {
			require.Contains(t, string(shown), name, "%s: what is theirs is there", r.name)
		}
	}
	for _, mark := range w.foreign(r) {
		require.NotContains(t, string(shown), mark, r.name)
	}
}
