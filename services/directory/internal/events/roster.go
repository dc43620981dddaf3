package events

import (
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// RosterSite is a site without its texts.
func RosterSite(s *org.Site) *directoryv1.RosterSite {
	return &directoryv1.RosterSite{Site: model.Name("sites", s.ID), Version: s.Version, TimeZone: s.TimeZone, Archived: s.Archived()}
}

// RosterUnit is a unit without its texts.
func RosterUnit(u *org.Unit) *directoryv1.RosterUnit {
	return &directoryv1.RosterUnit{
		Unit: model.Name("units", u.ID), Version: u.Version, Parent: model.Name("units", u.Parent),
		Kind: directoryv1.UnitKind(u.Kind), Site: model.Name("sites", u.Site), Archived: u.Archived(),
	}
}

// RosterPerson is a person without anything that names them.
func RosterPerson(p *people.Person) *directoryv1.RosterPerson {
	roster := &directoryv1.RosterPerson{Person: model.Name("people", p.ID), Version: p.Version}
	if !p.EraseTime.IsZero() {
		roster.Erased = true
		return roster
	}
	roster.Language = p.Language
	roster.Placements = make([]*directoryv1.RosterPlacement, len(p.History))
	for i, held := range p.History {
		roster.Placements[i] = &directoryv1.RosterPlacement{
			FromDate: held.From.String(), ToDate: people.LastDay(held.To), Unit: model.Name("units", held.Unit),
			SecondaryUnits: model.Names("units", held.Secondary), Manager: model.Name("people", held.Manager), Employer: held.Employer,
			LegalEntity: held.LegalEntity, Position: held.Position, Shift: held.Shift, Channel: held.Channel,
		}
	}
	return roster
}
