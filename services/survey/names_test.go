package survey_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// A release says what its survey and the sites of its cells are called.
func TestAReleaseNamesItsSurveyAndSites(t *testing.T) {
	inHouse(t, func(h *house) {
		h.knows(func(d *rostertest.Directory) {
			d.Sites = []*directoryv1.RosterSite{rostertest.Site("north", "Asia/Shanghai"), rostertest.Site("south", "Asia/Shanghai")}
			d.Units[1].Site, d.Units[3].Site = "sites/north", "sites/south"
			d.Units[1].Version, d.Units[3].Version = 2, 2
		})
		w := h.wave(func(s *surveyv1.Survey) {
			s.Attribute, s.RootAttributes = surveyv1.Attribute_ATTRIBUTE_SITE, nil
		}, root)
		w.answered(rand.New(rand.NewPCG(7, 7)))
		about, err := w.releases().GetRelease(h.As("culture"), &surveyv1.GetReleaseRequest{Name: w.survey.GetName() + "/release"})
		require.NoError(h, err)
		require.NotEmpty(h, about.GetDisplayName().GetTexts())
		require.Equal(h, w.survey.GetDisplayName().GetTexts(), about.GetDisplayName().GetTexts())
		cells, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_BASIC)
		require.NoError(h, err)
		names := map[string]string{}
		for _, cell := range cells {
			if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_SITE {
				names[cell.GetLevel()] = cell.GetLevelName().GetTexts()["en"]
			} else {
				require.Nil(h, cell.GetLevelName())
			}
		}
		require.Equal(h, map[string]string{"north": "Site sites/north", "south": "Site sites/south"}, names)
	})
}
