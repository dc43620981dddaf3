package page

import (
	"errors"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
)

func TestEveryCommentIsOnThePageOnce(t *testing.T) {
	page := write(t, releasetest.Small("zh-CN"))
	requireNested(t, page)
	for _, one := range releasetest.Comments() {
		require.Equal(t, 1, strings.Count(page, html.EscapeString(one.GetText())), one.GetText())
	}
	require.NotContains(t, page, "<img")
	require.Contains(t, page, `<a href="#comments">大家写了什么</a>`)
}

func TestAPageWithoutCommentsDoesNotSpeakOfThem(t *testing.T) {
	r := releasetest.Small("en")
	none := releasetest.Of("en")
	r.Comments, r.Themes = none.Comments, none.Themes
	require.NotContains(t, write(t, r), "#comments")
}

func TestCommentsThatCannotBeReadEndThePage(t *testing.T) {
	lost := errors.New("lost")
	r := releasetest.Small("en")
	r.Themes = func(yield func(*surveyv1.ItemThemes, error) bool) { yield(nil, lost) }
	require.ErrorIs(t, Write(io.Discard, r), lost)
	r.Comments = func(yield func(*surveyv1.Comment, error) bool) { yield(nil, lost) }
	require.ErrorIs(t, Write(io.Discard, r), lost)
}
