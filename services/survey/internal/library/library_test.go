package library

import (
	"os"
	"path"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protopath"
	"google.golang.org/protobuf/reflect/protorange"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/document"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
	domain "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

// slugs are what the handbook promises. One that is missing is missed here.
var slugs = []string{
	"activity-feedback", "belonging-pulse", "customer-ces", "customer-csat", "customer-nps", "exit-survey",
	"onboarding-day-30", "onboarding-day-45", "onboarding-day-7", "onboarding-day-90",
	"service-culture-dna", "service-values", "stay-survey", "symptom-diagnosis", "team-health", "values-check",
}

// each visits every instrument with its slug.
func each(t *testing.T, visit func(t *testing.T, slug string, i *surveyv1.Instrument)) {
	all, err := All()
	require.NoError(t, err)
	for _, i := range all {
		slug := path.Base(i.GetName())
		t.Run(slug, func(t *testing.T) { visit(t, slug, i) })
	}
}

func TestTheLibraryIsWhole(t *testing.T) {
	all, err := All()
	require.NoError(t, err)
	var found []string
	for _, i := range all {
		found = append(found, strings.TrimPrefix(i.GetName(), Collection+"/"))
	}
	require.Equal(t, slugs, found)
}

// Every instrument is one that the server takes, and says of itself what a person must know who chooses it.
func TestEveryInstrumentHoldsTogether(t *testing.T) {
	each(t, func(t *testing.T, slug string, i *surveyv1.Instrument) {
		draft := proto.CloneOf(i)
		draft.Name = ""
		require.NoError(t, gate.Validate(&surveyv1.CreateInstrumentRequest{Instrument: draft}))
		_, err := domain.New(instrument.Read(draft))
		require.NoError(t, err)
		require.NotNil(t, i.GetPurpose())
		require.NotNil(t, i.GetReading())
		require.Positive(t, i.GetMinutes())
		require.GreaterOrEqual(t, i.GetLeastPeople(), int32(5))
		require.Equal(t, surveyv1.Licence_LICENCE_OPEN, i.GetLicence())
	})
}

// The files are written as an export would write them, so that a copy differs from its origin in nothing but what was changed.
func TestEveryFileIsAsItWouldBeExported(t *testing.T) {
	each(t, func(t *testing.T, slug string, i *surveyv1.Instrument) {
		draft := proto.CloneOf(i)
		draft.Name = ""
		want, err := document.Write(draft)
		require.NoError(t, err)
		text, err := files.ReadFile(slug + ".yaml")
		require.NoError(t, err)
		require.Equal(t, string(want), string(text))
	})
}

// Every text is there in Chinese and in English, and each is in its language.
func TestEveryTextIsInBothLanguages(t *testing.T) {
	each(t, func(t *testing.T, _ string, i *surveyv1.Instrument) {
		checked := 0
		require.NoError(t, protorange.Range(i.ProtoReflect(), func(p protopath.Values) error {
			last := p.Index(-1)
			if last.Step.Kind() != protopath.FieldAccessStep && last.Step.Kind() != protopath.ListIndexStep {
				return nil
			}
			message, ok := last.Value.Interface().(interface{ Interface() proto.Message })
			if !ok {
				return nil
			}
			text, ok := message.Interface().(*typev1.LocalizedText)
			if !ok {
				return nil
			}
			checked++
			require.Len(t, text.GetTexts(), 2, p.Path)
			require.True(t, strings.ContainsFunc(text.GetTexts()["zh-CN"], han), "%s: %s", p.Path, text)
			require.NotEmpty(t, text.GetTexts()["en"], p.Path)
			require.False(t, strings.ContainsFunc(text.GetTexts()["en"], han), "%s: %s", p.Path, text)
			require.NotRegexp(t, `[\x{4e00}-\x{9fff}][,;:?!]`, text.GetTexts()["zh-CN"], "%s: punctuation", p.Path)
			return nil
		}))
		require.Greater(t, checked, 10)
	})
}

// Whoever is asked to write is told not to name anybody.
func TestWhoeverWritesIsToldToNameNobody(t *testing.T) {
	written := 0
	each(t, func(t *testing.T, _ string, i *surveyv1.Instrument) {
		for _, item := range i.GetItems() {
			if item.GetShortText() == nil && item.GetLongText() == nil {
				continue
			}
			written++
			require.Contains(t, item.GetHelp().GetTexts()["zh-CN"], "姓名", item.GetId())
			require.Contains(t, item.GetHelp().GetTexts()["en"], "names", item.GetId())
		}
	})
	require.Positive(t, written)
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// A factor is measured by two items at least, and every rated row but an outcome is a part of one.
func TestFactors(t *testing.T) {
	each(t, func(t *testing.T, slug string, i *surveyv1.Instrument) {
		measured := map[string]bool{}
		for _, c := range i.GetConstructs() {
			if len(c.GetItems()) > 0 {
				require.GreaterOrEqual(t, len(c.GetItems()), 2, c.GetId())
			}
			for _, item := range c.GetItems() {
				measured[item.GetItem()] = true
			}
		}
		for _, item := range i.GetItems() {
			for _, row := range item.GetMatrix().GetRows() {
				require.True(t, measured[item.GetId()+"."+row.GetId()], "%s.%s is of no factor", item.GetId(), row.GetId())
			}
		}
	})
}

// The culture DNA is eight dimensions of four statements, one of them reversed, each asked of now and of how it should be.
func TestServiceCultureDNA(t *testing.T) {
	all, err := All()
	require.NoError(t, err)
	for _, i := range all {
		if path.Base(i.GetName()) != "service-culture-dna" {
			continue
		}
		factors := map[string]int{}
		for _, c := range i.GetConstructs() {
			if c.GetParent() == "" {
				continue
			}
			factors[c.GetParent()]++
			reversed := 0
			for _, item := range c.GetItems() {
				if item.GetReversed() {
					reversed++
				}
			}
			require.Len(t, c.GetItems(), 4, c.GetId())
			require.Equal(t, 1, reversed, c.GetId())
		}
		require.Equal(t, map[string]int{"now": 8, "wish": 8}, factors)
		made, err := domain.New(instrument.Read(i))
		require.NoError(t, err)
		require.Len(t, made.Pairs(), 32)
	}
}

// The symptoms are seven, each with a reversed item, and two items stand for what the handbook asks about.
func TestSymptoms(t *testing.T) {
	all, err := All()
	require.NoError(t, err)
	for _, i := range all {
		if path.Base(i.GetName()) != "symptom-diagnosis" {
			continue
		}
		symptoms, items := 0, map[string]bool{}
		for _, c := range i.GetConstructs() {
			if c.GetParent() == "" {
				continue
			}
			symptoms++
			reversed := false
			for _, item := range c.GetItems() {
				items[item.GetItem()], reversed = true, reversed || item.GetReversed()
			}
			require.True(t, reversed, c.GetId())
		}
		require.Equal(t, 7, symptoms)
		require.True(t, items["channels.consulted"])
		require.True(t, items["ladders.next_role"])
	}
}

// The example of the handbook is one that Hearth takes.
func TestTheExampleOfTheHandbook(t *testing.T) {
	page, err := os.ReadFile("../../../../docs/instruments.md")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	i := &surveyv1.Instrument{}
	_, err = document.Read("example", []byte(example), i)
	require.NoError(t, err)
	require.NoError(t, gate.Validate(&surveyv1.CreateInstrumentRequest{Instrument: i}))
	made, err := domain.New(instrument.Read(i))
	require.NoError(t, err)
	require.Len(t, made.Members(0), 3)
	for _, slug := range slugs {
		short := strings.TrimPrefix(slug, "onboarding-day")
		require.True(t, strings.Contains(string(page), "`"+slug+"`") || strings.Contains(string(page), "`"+short+"`"), slug)
	}
}
