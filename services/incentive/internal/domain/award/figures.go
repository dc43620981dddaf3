package award

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// Fits refuses figures that are not of the metrics, each once, or out of range.
func (r Rules) Fits(contacts int64, figures map[string]score.Figure) error {
	if contacts < 0 || contacts > score.Most {
		return model.InvalidField("contacts", outOfRange)
	}
	for _, m := range r.Metrics {
		figure, ok := figures[m.ID]
		switch {
		case !ok:
			return model.InvalidField("figures."+m.ID, model.Missing)
		case m.Form == score.Rate && (figure.Value != 0 || figure.Hits < 0 || figure.Hits > figure.Of || figure.Of > score.Most),
			m.Form == score.Value && (figure.Hits != 0 || figure.Of != 0 || figure.Value > score.Most*score.One || figure.Value < -score.Most*score.One):
			return model.InvalidField("figures."+m.ID, outOfRange)
		}
	}
	if len(figures) > len(r.Metrics) {
		return model.InvalidField("figures", model.Unknown)
	}
	return nil
}

var outOfRange = model.Say("is out of range", "超出范围")

// Bar says of the rows of a round why each is no candidate, once nominations and figures are complete. What a row was barred for when it was
// frozen stays.
func Bar(rows []Row, nominations []Nomination, rules Rules) {
	byPerson := make(map[string]Row, len(rows))
	for _, row := range rows {
		byPerson[row.Person] = row
	}
	nominated := map[string]bool{}
	for i, why := range Weigh(byPerson, nominations) {
		if why == "" {
			nominated[nominations[i].Nominee] = true
		}
	}
	for i, row := range rows {
		switch {
		case row.Out(), row.Barred == Left, row.Barred == Disqualified:
		case !row.Brought:
			rows[i].Barred = NoFigures
		case row.Contacts < rules.MinimumContacts:
			rows[i].Barred = TooFewContacts
		case !nominated[row.Person]:
			rows[i].Barred = NotNominated
		}
	}
}

// People are the people of a round as they are scored, who are known by their labels: all who could bring figures and were here for long enough
// are peers, of whom those stand who are not barred.
func People(rows []Row) []record.Person {
	all := make([]record.Person, len(rows))
	for i, row := range rows {
		all[i] = record.Person{
			Candidate: score.Candidate{
				Label: row.Label, Team: row.Unit, Site: row.Site, Contacts: row.Contacts, Figures: row.Figures, Stands: row.Barred == "",
				Peers: score.Peers{Queue: row.Unit, Channel: row.Channel, Shift: row.Shift, Tenure: tenure[row.Tenure]},
			},
			Person: model.Name("people", row.Person), Peer: row.Brought && row.Barred != TooShort, Barred: row.Barred, Salt: row.Salt,
		}
		if all[i].Figures == nil {
			all[i].Figures = map[string]score.Figure{}
		}
	}
	return all
}

// tenure names how long people are here, by the marks that they have passed.
var tenure = []string{"UNDER_90_DAYS", "UNDER_A_YEAR", "OVER_A_YEAR"}

// CheckFigures refuses the rows of a round that could not be scored, such as figures of one team that differ.
func CheckFigures(round Round, rows []Row) error {
	var peers []score.Candidate
	var marks []score.Mark
	for _, one := range People(rows) {
		if one.Peer {
			peers = append(peers, one.Candidate)
		}
		if one.Stands {
			marks = append(marks, score.Mark{Panelist: "1", Label: one.Label, Points: 1})
		}
	}
	_, err := score.Compute(round.Scoring(), peers, marks)
	return err
}
