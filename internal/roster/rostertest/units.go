package rostertest

import (
	"context"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Named lists the units of a directory under names that are their ids, two a page.
type Named struct {
	directoryv1.UnimplementedUnitServiceServer
	*Directory
}

// ListUnits lists them all, archived or not.
func (n Named) ListUnits(_ context.Context, req *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	page := &directoryv1.ListUnitsResponse{}
	for i, unit := range n.Units {
		switch {
		case req.GetPageToken() != "" && unit.GetUnit() <= req.GetPageToken():
		case len(page.GetUnits()) == 2:
			page.NextPageToken = n.Units[i-1].GetUnit()
			return page, nil
		default:
			page.Units = append(page.Units, &directoryv1.Unit{
				Name: unit.GetUnit(), DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Unit " + unit.GetUnit()}},
				ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: "code of " + unit.GetUnit()}},
			})
		}
	}
	return page, nil
}

// NamedSites lists the sites of a directory under names that are their ids.
type NamedSites struct {
	directoryv1.UnimplementedSiteServiceServer
	*Directory
}

// ListSites lists them all, archived or not.
func (n NamedSites) ListSites(context.Context, *directoryv1.ListSitesRequest) (*directoryv1.ListSitesResponse, error) {
	page := &directoryv1.ListSitesResponse{}
	for _, site := range n.Sites {
		page.Sites = append(page.Sites, &directoryv1.Site{
			Name: site.GetSite(), DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Site " + site.GetSite()}},
		})
	}
	return page, nil
}
