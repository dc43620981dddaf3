package page

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"google.golang.org/protobuf/reflect/protoreflect"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, r released.Release) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, r))
	return out.String()
}

// text is what a reader sees of a page: a line for each block.
func text(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(node *html.Node) {
		if node.Type == html.ElementNode {
			switch node.Data {
			case "style", "head":
				return
			case "h1", "h2", "h3", "h4", "p", "tr", "li", "caption":
				out.WriteString("\n" + map[string]string{"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "tr": "|", "li": "- "}[node.Data])
			}
		}
		if node.Type == html.TextNode {
			out.WriteString(strings.Join(strings.Fields(node.Data), " "))
		}
		for child := range node.ChildNodes() {
			walk(child)
		}
		if node.Data == "td" || node.Data == "th" {
			out.WriteString(" | ")
		}
	}
	walk(root)
	return regexp.MustCompile(` +\n`).ReplaceAllString(out.String(), "\n") + "\n"
}

func TestThePageReadsAsItDid(t *testing.T) {
	for _, locale := range []string{"en", released.Chinese} {
		t.Run(locale, func(t *testing.T) {
			got := text(t, write(t, releasetest.Small(locale)))
			path := filepath.Join("testdata", locale+".txt")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "run with -update; then read what it wrote")
			require.Empty(t, cmp.Diff(string(want), got))
		})
	}
}

// open are elements that have no end.
var open = []string{"meta", "br", "hr", "img", "link", "input"}

// requireNested looks at the tags themselves: a parser of HTML mends what is wrong.
func requireNested(t *testing.T, page string) map[string]int {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	var stack []string
	seen := map[string]int{}
	ids := map[string]bool{}
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			require.ErrorIs(t, tokens.Err(), io.EOF)
			require.Empty(t, stack)
			return seen
		case html.StartTagToken:
			token := tokens.Token()
			seen[token.Data]++
			for _, attribute := range token.Attr {
				require.False(t, strings.HasPrefix(attribute.Key, "on"), "%s %s", token.Data, attribute.Key)
				require.NotContains(t, []string{"src", "srcset", "action", "xlink:href"}, attribute.Key)
				if attribute.Key == "href" {
					require.True(t, strings.HasPrefix(attribute.Val, "#"), attribute.Val)
				}
				if attribute.Key == "id" {
					require.False(t, ids[attribute.Val], attribute.Val)
					ids[attribute.Val] = true
				}
			}
			if !slices.Contains(open, token.Data) {
				stack = append(stack, token.Data)
			}
		case html.EndTagToken:
			token := tokens.Token()
			require.NotEmpty(t, stack)
			require.Equal(t, stack[len(stack)-1], token.Data)
			stack = stack[:len(stack)-1]
		}
	}
}

func TestThePageIsWholeAndHoldsNoScript(t *testing.T) {
	page := write(t, releasetest.Small("zh-CN"))
	require.True(t, strings.HasPrefix(page, "<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
	seen := requireNested(t, page)
	require.Zero(t, seen["script"])
	require.Equal(t, 1, seen["h1"])
	require.NotContains(t, page, "ZgotmplZ")
	require.Contains(t, page, "&lt;script&gt;")
	require.NotContains(t, page, "http://")
	require.NotContains(t, page, "https://")
	require.Equal(t, strings.Count(page, `<svg class="chart`), strings.Count(page, "<title>")-1, "each picture says what it shows")
}

func TestEveryHeadSaysWhatItIsOf(t *testing.T) {
	page := write(t, releasetest.Small("en"))
	heads := regexp.MustCompile(`<th[ >][^>]*>?`).FindAllString(page, -1)
	require.NotEmpty(t, heads)
	for _, head := range heads {
		require.Contains(t, head, "scope=", head)
	}
}

func TestNoHiddenFigureIsOnThePage(t *testing.T) {
	for _, locale := range []string{"en", released.Chinese} {
		page := write(t, releasetest.Small(locale))
		require.NotContains(t, page, strconv.Itoa(releasetest.Poison))
		require.NotContains(t, page, strconv.Itoa(100*releasetest.Poison))
	}
	// As the first of all groups it has a chapter of its own.
	hidden := releasetest.Hide(releasetest.Cell(releasetest.Formula, "", nil, 20, []int64{1, 1, 1, 8, 7}), "voice", "heard", "alone", "recommend")
	page := write(t, releasetest.Of("en", hidden))
	require.NotContains(t, page, strconv.Itoa(releasetest.Poison))
	require.Contains(t, text(t, page), "|I am heard | — | — | — | — |")
}

func TestAReleaseOfNothing(t *testing.T) {
	page := write(t, releasetest.Of("en"))
	requireNested(t, page)
	require.Contains(t, page, inEnglish.Empty)
}

func TestWordsAreThereInBothLanguages(t *testing.T) {
	requireBoth(t, reflect.ValueOf(inEnglish), reflect.ValueOf(inChinese))
}

func requireBoth(t *testing.T, en, zh reflect.Value) {
	t.Helper()
	verbs := regexp.MustCompile(`%[sd]`)
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		switch en.Field(i).Kind() {
		case reflect.String:
			require.NotEmpty(t, en.Field(i).String(), name)
			require.NotEmpty(t, zh.Field(i).String(), name)
			require.Equal(t, verbs.FindAllString(en.Field(i).String(), -1), verbs.FindAllString(zh.Field(i).String(), -1), name)
		case reflect.Struct:
			requireBoth(t, en.Field(i), zh.Field(i))
		case reflect.Map:
			values := en.Field(i).MapKeys()[0].Interface().(protoreflect.Enum).Descriptor().Values()
			for number := 1; number < values.Len(); number++ {
				key := reflect.ValueOf(number).Convert(en.Field(i).Type().Key())
				require.NotEmpty(t, en.Field(i).MapIndex(key).String(), name)
				require.NotEmpty(t, zh.Field(i).MapIndex(key).String(), name)
			}
		default:
			require.Equal(t, en.Field(i).Len(), zh.Field(i).Len(), name)
		}
	}
}

func TestWhatCannotBeReadEndsThePage(t *testing.T) {
	r, lost := releasetest.Small("en"), errors.New("lost")
	r.Cells = func(yield func(*surveyv1.Cell, error) bool) { yield(nil, lost) }
	require.ErrorIs(t, Write(io.Discard, r), lost)
}
