package survey_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func free(id string) *surveyv1.Item {
	return &surveyv1.Item{Id: id, Text: text(id), Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}}
}

func wrote(item, said string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Text{Text: said}}
}

// commented is a survey of all 18 people: the twelve of the team say why, and everybody says what else. Who is erased wrote in it, too.
func (h *house) commented(erased ...int) string {
	h.Helper()
	asked := pulse()
	asked.Items = append(asked.Items, free("why"), free("else"))
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: asked})
	require.NoError(h, err)
	made, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	survey, err := h.create("culture", draft(made, root, root))
	require.NoError(h, err)
	survey, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
	require.NoError(h, err)
	for n := range 18 {
		answers := []*surveyv1.Answer{answer("belonging", 1+int32(n%5)), wrote("else", fmt.Sprintf("The roster of %02d: ask li.wei@example.com", n))}
		if n < 12 {
			answers = append(answers, wrote("why", fmt.Sprintf("夜班太累 %02d", n)))
		}
		require.NoError(h, h.submit(n, survey.GetName(), answers...))
	}
	for _, n := range erased {
		h.erase(n)
	}
	_, err = h.comments.ListComments(h.As("culture"), &surveyv1.ListCommentsRequest{Parent: survey.GetName() + "/release"})
	h.Refused("SURVEY_NOT_RELEASED", err)
	h.close(survey.GetName())
	h.works()
	return survey.GetName() + "/release"
}

// Every reader sees the comments that stand at the units which they reach as a whole, and those below them.
func TestCommentsAreReadWhereTheyStand(t *testing.T) {
	inHouse(t, func(h *house) {
		release := h.commented()
		why, all := fmt.Sprintf("why at %s: 12", teamA), fmt.Sprintf("else at %s: 18", root)
		for token, want := range map[string][]string{
			"culture": {why, all}, "admin": {why, all}, "council": {why, all}, "system": {why, all},
			"culture-a": {why}, "lead-a": {why}, "culture-b": nil, "analyst-b": nil,
		} {
			found, err := h.comments.ListComments(h.As(token), &surveyv1.ListCommentsRequest{Parent: release, PageSize: 1000})
			require.NoError(h, err, token)
			stand := map[[2]string]int{}
			for _, one := range found.GetComments() {
				stand[[2]string{one.GetItem(), one.GetUnit()}]++
				require.NotContains(h, one.GetText(), "li.wei")
			}
			var seen []string
			for at, n := range stand {
				seen = append(seen, fmt.Sprintf("%s at %s: %d", at[0], at[1][len("units/"):], n))
			}
			require.ElementsMatch(h, want, seen, token)
			file := h.comment(token, release)
			require.Equal(h, 1+len(found.GetComments()), strings.Count(file, "\r\n"), token)
			for _, one := range found.GetComments() {
				require.Contains(h, file, one.GetText(), token)
			}
			themes, err := h.comments.ListThemes(h.As(token), &surveyv1.ListThemesRequest{Parent: release})
			require.NoError(h, err, token)
			for _, one := range themes.GetThemes() {
				require.GreaterOrEqual(h, one.GetComments(), int64(10), "%s %s", token, one)
			}
			require.Equal(h, len(want) == 0, len(themes.GetThemes()) == 0, token)
		}
		for token, reason := range map[string]string{"acme": "NOT_FOUND", "lead-acme": "NOT_FOUND", token(0): "PERMISSION_DENIED"} {
			_, err := h.comments.ListComments(h.As(token), &surveyv1.ListCommentsRequest{Parent: release})
			require.Equal(h, reason, calltest.Reason(err), token)
			_, err = h.comments.ListThemes(h.As(token), &surveyv1.ListThemesRequest{Parent: release, PageSize: 1})
			require.Equal(h, reason, calltest.Reason(err), token)
		}
	})
}

func TestCommentsComeInPagesAndByFilter(t *testing.T) {
	inHouse(t, func(h *house) {
		request := &surveyv1.ListCommentsRequest{Parent: h.commented(), PageSize: 7, Filter: `item = "else"`}
		texts, pages := map[string]bool{}, 0
		for more := true; more; more = request.GetPageToken() != "" {
			page, err := h.comments.ListComments(h.As("culture"), request)
			require.NoError(h, err)
			for _, one := range page.GetComments() {
				require.Equal(h, "else", one.GetItem())
				require.NotEmpty(h, one.GetUnitName().GetTexts())
				texts[one.GetText()] = true
			}
			request.PageToken, pages = page.GetNextPageToken(), pages+1
		}
		require.Equal(h, 3, pages)
		require.Len(h, texts, 18)
		require.Contains(h, texts, "The roster of 07: ask [e-mail]")
		_, err := h.comments.ListComments(h.As("culture"), &surveyv1.ListCommentsRequest{Parent: request.GetParent(), Filter: `text = "x"`})
		h.Refused("FILTER_INVALID", err)
		themes, err := h.comments.ListThemes(h.As("culture"), &surveyv1.ListThemesRequest{Parent: request.GetParent(), Filter: `item = "why" AND unit = "units/` + root + `"`})
		require.NoError(h, err)
		require.Len(h, themes.GetThemes(), 1, "the root speaks of what stands below it")
		one := themes.GetThemes()[0]
		require.Equal(h, int64(12), one.GetComments())
		require.Equal(h, []string{"排班与休息", "Shifts and rest"}, []string{
			one.GetThemes()[0].GetDisplayName().GetTexts()["zh-CN"], one.GetThemes()[0].GetDisplayName().GetTexts()["en"],
		})
	})
}

// Who is erased while a survey is open takes along what they wrote: the others of the team still are ten.
func TestCommentsOfWhoIsErased(t *testing.T) {
	inHouse(t, func(h *house) {
		release := h.commented(3, 4)
		found, err := h.comments.ListComments(h.As("lead-a"), &surveyv1.ListCommentsRequest{Parent: release})
		require.NoError(h, err)
		require.Len(h, found.GetComments(), 10)
		for _, one := range found.GetComments() {
			require.NotContains(h, []string{"夜班太累 03", "夜班太累 04"}, one.GetText())
		}
		h.erase(5)
		after, err := h.comments.ListComments(h.As("lead-a"), &surveyv1.ListCommentsRequest{Parent: release})
		require.NoError(h, err)
		require.Len(h, after.GetComments(), 10, "what was released stands")
		require.Zero(h, h.count("comment"), "what was written is kept no longer")
	})
}

func TestNineCommentsAreNotRead(t *testing.T) {
	inHouse(t, func(h *house) {
		release := h.commented(0, 1, 2)
		found, err := h.comments.ListComments(h.As("culture"), &surveyv1.ListCommentsRequest{Parent: release, Filter: `item = "why"`})
		require.NoError(h, err)
		require.Empty(h, found.GetComments())
		require.NotContains(h, h.Everything("schema_"), "夜班太累")
	})
}

func TestCheckComment(t *testing.T) {
	inHouse(t, func(h *house) {
		said := "🙂 王经理说打 13812345678"
		logged := h.Logs.String()
		answer, err := h.comments.CheckComment(h.As(token(1)), &surveyv1.CheckCommentRequest{Text: said})
		require.NoError(h, err)
		var found []string
		for _, hint := range answer.GetHints() {
			found = append(found, hint.GetKind().String()+" "+string([]rune(said)[hint.GetStart():hint.GetStart()+hint.GetLength()]))
			require.Len(h, hint.GetAdvice().GetTexts(), 2)
		}
		require.Equal(h, []string{"PERSONAL_KIND_NAME 王经理", "PERSONAL_KIND_PHONE 13812345678"}, found)
		answer, err = h.comments.CheckComment(h.As(token(1)), &surveyv1.CheckCommentRequest{Text: "夜班太累"})
		require.NoError(h, err)
		require.Empty(h, answer.GetHints())
		require.Equal(h, logged, h.Logs.String())
		require.Zero(h, h.count("request_entry"))
		for _, part := range []string{"13812345678", "王经理"} {
			require.NotContains(h, h.Everything(""), part)
		}
		_, err = h.comments.CheckComment(h.As("culture"), &surveyv1.CheckCommentRequest{Text: said})
		h.Refused("PERMISSION_DENIED", err)
	})
}

// erase has a person forgotten.
func (h *house) erase(n int) {
	h.Helper()
	require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error { return h.Service.Erase(ctx, tx, person(n)) }))
}

// comment is the file of comments that a caller gets.
func (h *house) comment(token, release string) string {
	h.Helper()
	stream, err := surveyv1.NewReleaseServiceClient(h.Conn).ExportRelease(h.As(token), &surveyv1.ExportReleaseRequest{
		Name: release, Format: surveyv1.ExportFormat_EXPORT_FORMAT_CSV, Table: surveyv1.ExportTable_EXPORT_TABLE_COMMENTS,
	})
	require.NoError(h, err)
	var file strings.Builder
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			header, err := stream.Header()
			require.NoError(h, err)
			require.Contains(h, header.Get("content-disposition")[0], `-comments.csv"`)
			return file.String()
		}
		require.NoError(h, err)
		file.Write(piece.GetData())
	}
}
