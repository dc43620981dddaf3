package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/internal/app"
)

// asking is a house with the sample's people, and a published instrument of two ratings.
func asking(t *testing.T) (house *app.House, instrument string) {
	t.Helper()
	house = serving(t)
	require.NoError(t, run(t, "", "directory", "import", samplePeople, "--units", sampleUnits, "--yes").error)
	conn, ctx := calling(t, house)
	text := func(en, zhCN string) *typev1.LocalizedText {
		return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zhCN}}
	}
	scale := func() *surveyv1.Item_Rating { return &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 1, Max: 5}} }
	instruments := surveyv1.NewInstrumentServiceClient(conn)
	draft, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: &surveyv1.Instrument{
		DisplayName: text("Two questions", "两个问题"), Items: []*surveyv1.Item{
			{Id: "heard", Text: text("My lead listens.", "班组长愿意倾听。"), Kind: scale(), Required: true},
			{Id: "proud", Text: text("I am proud of my work.", "我为自己的工作感到自豪。"), Kind: scale()},
		},
	}})
	require.NoError(t, err)
	published, err := instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: draft.GetName()})
	require.NoError(t, err)
	return house, published.GetName()
}

// draft creates a survey of everybody, as soon as the surveys have heard of them.
func draft(t *testing.T, house *app.House, args ...string) string {
	t.Helper()
	conn, ctx := calling(t, house)
	name := created(t, args...)
	require.Eventually(t, func() bool {
		preview, err := surveyv1.NewReleaseServiceClient(conn).PreviewRelease(ctx, &surveyv1.PreviewReleaseRequest{Survey: name})
		return err == nil && preview.GetEligible() == 33
	}, time.Minute, 20*time.Millisecond)
	return name
}

// created drafts a survey of the whole sample, as soon as the surveys have heard of its units.
func created(t *testing.T, args ...string) string {
	t.Helper()
	var made ran
	require.Eventually(t, func() bool {
		made = run(t, "", append([]string{"survey", "create", "--owner", "hris:CC"}, args...)...)
		return made.error == nil
	}, time.Minute, 20*time.Millisecond)
	require.Regexp(t, `^surveys/[0-9a-f-]{36}\n$`, made.out, "the name alone")
	return strings.TrimSpace(made.out)
}

func TestASurveyFromDraftToClose(t *testing.T) {
	house, instrument := asking(t)
	name := draft(t, house, "--title", "Pulse", "--title-zh", "脉动", "--instrument", instrument, "--split", "shift", "--split-all", "site,employer", "--k", "6")

	got := run(t, "", "survey", "open", "脉动")
	require.NoError(t, got.error)
	require.Regexp(t, `(?m)^NAME +TITLE +STATE +ASKED +OPENED +CLOSED$`, got.out)
	require.Regexp(t, `(?m)^`+name+` +Pulse +open +33 +20\d\d-`, got.out)

	shown := run(t, "", "survey", "show", name, "--format", "json")
	require.NoError(t, shown.error)
	var survey map[string]any
	require.NoError(t, json.Unmarshal([]byte(shown.out), &survey))
	require.Equal(t, "ATTRIBUTE_SHIFT", survey["attribute"])
	require.Equal(t, []any{"ATTRIBUTE_SITE", "ATTRIBUTE_EMPLOYER"}, survey["rootAttributes"])
	require.EqualValues(t, 6, survey["k"])

	require.NoError(t, run(t, "", "survey", "close", name).error)
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	listed := run(t, "", "survey", "list", "--format", "csv")
	require.NoError(t, listed.error)
	rows, err := csv.NewReader(strings.NewReader(listed.out)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"名称", "标题", "状态", "受邀人数", "开启时间", "关闭时间"}, rows[0])
	require.Equal(t, []string{name, "脉动", "33"}, []string{rows[1][0], rows[1][1], rows[1][3]})
}

func TestASurveyIsNamedUnmistakably(t *testing.T) {
	house, instrument := asking(t)
	first := draft(t, house, "--title", "Pulse", "--instrument", instrument)
	draft(t, house, "--title", "Pulse", "--instrument", instrument)
	require.ErrorContains(t, run(t, "", "survey", "open", "Pulse").error, `2 surveys have the title "Pulse"`)
	require.ErrorContains(t, run(t, "", "survey", "open", "Plus").error, `there is no survey with the title "Plus"`)
	require.NoError(t, run(t, "", "survey", "show", first).error)
	require.ErrorContains(t, run(t, "", "survey", "create", "--title", "x", "--owner", "hris:nowhere", "--instrument", instrument).error, `there is no unit "hris:nowhere"`)

	var of surveyv1.Survey
	for _, owner := range []string{"SH-VOICE", "hris:SH-VOICE", "Shanghai voice", "上海热线"} {
		made := run(t, "", "survey", "create", "--title", "x", "--owner", owner, "--instrument", instrument)
		require.NoError(t, made.error, owner)
		before := of.GetOwnerUnit()
		require.NoError(t, protojson.Unmarshal([]byte(run(t, "", "survey", "show", strings.TrimSpace(made.out), "--format", "json").out), &of))
		require.True(t, before == "" || before == of.GetOwnerUnit(), owner)
	}
	twice := file(t, "units.csv", "id,kind,name\nELSE,company,SH-VOICE\n")
	people := file(t, "people.csv", "number,name,unit,employer,hire_date\nX1,Ann,ELSE,lantern,2024-01-02\n")
	require.NoError(t, run(t, "", "directory", "import", people, "--units", twice, "--source", "other", "--yes").error)
	require.ErrorContains(t, run(t, "", "survey", "create", "--title", "x", "--owner", "SH-VOICE", "--instrument", instrument).error, `2 units are called "SH-VOICE"`)

	for _, wrong := range [][]string{{"--split", "mood"}, {"--split", "SHIFT"}, {"--split-all", "shift,unspecified"}, {"--closes", "tomorrow"}} {
		got := run(t, "", append([]string{"survey", "create", "--title", "x", "--owner", "hris:CC", "--instrument", instrument}, wrong...)...)
		require.Error(t, got.error, wrong)
		require.Equal(t, exitUsage, exitCode(got.error), wrong)
	}
	require.Equal(t, exitUsage, exitCode(run(t, "", "survey", "list", "--format", "xml").error))
	require.ErrorContains(t, run(t, "", "survey", "create", "--owner", "hris:CC", "--instrument", instrument).error, "title title-zh")
}

func TestAReleaseIsReadAsAReportAndAsFiles(t *testing.T) {
	house, instrument := asking(t)
	name := draft(t, house, "--title", "Paper", "--instrument", instrument, "--import")
	previewed := run(t, "", "survey", "preview", name)
	require.NoError(t, previewed.error)
	require.Regexp(t, `(?m)^Lantern Customer Care +33  by itself$`, previewed.out)
	require.Regexp(t, `(?m)^\S.* +with .+$`, previewed.out, "small units are counted with others")
	require.NoError(t, run(t, "", "survey", "open", name).error)
	require.ErrorIs(t, run(t, "", "survey", "release", name).error, figures.ErrNotClosed)
	require.Error(t, run(t, "", "survey", "report", name).error, "nothing is shown before the close")

	var answers strings.Builder
	answers.WriteString("number,heard,proud\n")
	for line := range strings.Lines(sample(t)) {
		if number, _, _ := strings.Cut(line, ","); number != "staff_number" {
			// Everybody answers from 1 to 5 in turn, so that nothing is alike.
			turn := strings.Count(answers.String(), "\n")
			fmt.Fprintf(&answers, "%s,%d,%d\n", number, 1+turn%5, 1+turn*2%5)
		}
	}
	require.NoError(t, run(t, "", "survey", "import", name, file(t, "a.csv", answers.String())).error)
	require.NoError(t, run(t, "", "survey", "close", name).error)
	released := run(t, "", "survey", "release", name)
	require.NoError(t, released.error)
	require.Regexp(t, `(?m)^`+name+` +Paper +released +33 `, released.out)

	report := run(t, "", "survey", "report", "Paper", "--depth", "1")
	require.NoError(t, report.error)
	require.Regexp(t, `^Two questions, released 20\d\d-.*; nobody is shown in a group of fewer than 5.\n\nUNIT +ANSWERED  OF\nLantern Customer Care +33  33\n\nThis questionnaire has no constructs: --unit UNIT prints`, report.out)
	questions := run(t, "", "survey", "report", "Paper", "--unit", "CC")
	require.NoError(t, questions.error)
	require.Contains(t, questions.out, "Lantern Customer Care: 33 of 33 answered.\n")
	require.Regexp(t, `(?m)^heard +My lead listens. +33 +0 +39 % +39 % – 39 % +3.00 +1.39$`, questions.out)
	require.ErrorContains(t, run(t, "", "survey", "report", "Paper", "--unit", "nowhere").error, `no group "nowhere"`)
	require.Equal(t, exitUsage, exitCode(run(t, "", "survey", "report", "Paper", "--by", "mood").error))

	exported := run(t, "", "survey", "export", "Paper")
	require.NoError(t, exported.error)
	rows, err := csv.NewReader(strings.NewReader(exported.out)).ReadAll()
	require.NoError(t, err)
	at := func(row []string, column string) string { return row[slices.Index(rows[0], column)] }
	require.Equal(t, []string{"CC", "item", "heard", "33", "6 7 7 7 6"}, []string{
		at(rows[1], "unit_code"), at(rows[1], "kind"), at(rows[1], "id"), at(rows[1], "n"), at(rows[1], "counts"),
	})
	var document struct{ Cells []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(run(t, "", "survey", "export", "Paper", "--format", "json").out), &document))
	require.EqualValues(t, "33", document.Cells[0]["sheets"])
	page := filepath.Join(t.TempDir(), "paper.html")
	require.NoError(t, run(t, "", "survey", "export", "Paper", "--format", "html", "--file", page).error)
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Contains(t, string(text), "<!DOCTYPE html>")
	require.Contains(t, string(text), "My lead listens.")
	nothing := filepath.Join(t.TempDir(), "nothing.html")
	require.Error(t, run(t, "", "survey", "export", "surveys/00000000-0000-7000-8000-000000000000", "--format", "html", "--file", nothing).error)
	entries, err := os.ReadDir(filepath.Dir(nothing))
	require.NoError(t, err)
	require.Empty(t, entries, "a file that could not be written is not there")
}
