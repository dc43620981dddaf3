package award

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// personData is what awards keep of a person. Who nominated them, and what the panel said of them, was said in confidence and is not theirs.
type personData struct {
	Rounds      []roundData      `json:"rounds"`
	Wins        []winData        `json:"wins"`
	Nominations []nominationData `json:"nominations"`
	Appeals     []appealData     `json:"appeals"`
}

type roundData struct {
	Round    string                  `json:"round"`
	Label    string                  `json:"label"`
	Contacts int64                   `json:"contacts"`
	Figures  map[string]score.Figure `json:"figures"`
	// NotCandidate is told of rounds that were announced, as GetOwnAwardStanding tells it.
	NotCandidate string `json:"notCandidate,omitempty"`
}

type winData struct {
	Round   string `json:"round"`
	Revoked bool   `json:"revoked"`
}

type nominationData struct {
	Nomination string    `json:"nomination"`
	Round      string    `json:"round"`
	Story      string    `json:"story"`
	Withdrawn  bool      `json:"withdrawn"`
	Time       time.Time `json:"time"`
}

type appealData struct {
	Appeal string    `json:"appeal"`
	Round  string    `json:"round"`
	Text   string    `json:"text"`
	Answer string    `json:"answer"`
	Time   time.Time `json:"time"`
}

// PersonData reads what is kept of a person.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		data := personData{Rounds: []roundData{}, Wins: []winData{}, Nominations: []nominationData{}, Appeals: []appealData{}}
		rows, err := read.RowsOf(ctx, person)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			round, err := read.Round(ctx, row.Round)
			if err != nil {
				return nil, err
			}
			one := roundData{Round: model.Name(roundCollection, row.Round), Label: row.Label, Contacts: row.Contacts, Figures: row.Figures}
			if round.Revision > 0 {
				one.NotCandidate = row.Barred
			} else {
				one.Label = "" // the panel speaks of people by these while they score
			}
			data.Rounds = append(data.Rounds, one)
		}
		wins, err := read.WinsOf(ctx, person)
		if err != nil {
			return nil, err
		}
		for _, win := range wins {
			data.Wins = append(data.Wins, winData{model.Name(roundCollection, win.Round), win.Revoked != 0})
		}
		nominations, err := read.NominationsOf(ctx, person)
		if err != nil {
			return nil, err
		}
		for _, n := range nominations {
			data.Nominations = append(data.Nominations, nominationData{
				model.Name(nominationCollection, n.ID), model.Name(roundCollection, n.Round), n.Story, n.Withdrawn, n.CreateTime,
			})
		}
		appeals, err := read.AppealsOf(ctx, person)
		for _, a := range appeals {
			data.Appeals = append(data.Appeals, appealData{model.Name(appealCollection, a.ID), model.Name(roundCollection, a.Round), a.Text, a.Answer, a.CreateTime})
		}
		return data, err
	}
}
