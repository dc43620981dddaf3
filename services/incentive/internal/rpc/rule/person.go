package rule

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
)

// grantData is a grant in the document that a person gets of what is kept about them.
type grantData struct {
	Transfer  string     `json:"transfer,omitempty"`
	Rule      string     `json:"rule"`
	Points    int64      `json:"points"`
	Reason    model.Text `json:"reason"`
	Event     string     `json:"event"`
	Resource  string     `json:"resource"`
	Time      time.Time  `json:"time"`
	Withdrawn bool       `json:"withdrawn,omitempty"`
	// Refused says why RefusedPoints were not granted.
	Refused       model.Text `json:"refused,omitempty"`
	RefusedPoints int64      `json:"refusedPoints,omitempty"`
}

// newest is how many of them the document holds.
const newest = 1000

// PersonData reads the newest thousand grants of a person.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		grants, err := read.Grants(ctx, model.Scope{Self: person}, model.List{Order: []model.Order{{Field: "create_time", Desc: true}}, Size: newest})
		if err != nil {
			return nil, err
		}
		reasons := reasons{read: read, known: map[versionKey]model.Text{}}
		document := make([]grantData, min(len(grants), newest))
		for i := range document {
			g := grants[i]
			reason, err := reasons.of(ctx, g)
			if err != nil {
				return nil, err
			}
			document[i] = grantData{
				Rule: model.Name("rules", g.Rule), Reason: reason,
				Event: fact.Shapes[g.On].Word, Resource: g.Resource, Time: g.Time, Withdrawn: g.Withdrawn,
				Refused: g.Refusal.Text(),
			}
			if g.Refusal == 0 {
				document[i].Transfer, document[i].Points = model.Name("transfers", g.ID), g.Amount
			} else {
				document[i].RefusedPoints = g.Amount
			}
		}
		return document, nil
	}
}

// versionKey is a rule and the number of a version.
type versionKey struct {
	rule   string
	number int64
}

// reasons are what versions say that they grant for. Many grants are of few versions.
type reasons struct {
	read  domain.Reader
	known map[versionKey]model.Text
}

func (r reasons) of(ctx context.Context, g domain.Grant) (model.Text, error) {
	key := versionKey{g.Rule, g.Version}
	if reason, ok := r.known[key]; ok {
		return reason, nil
	}
	v, err := r.read.Version(ctx, g.Rule, g.Version)
	r.known[key] = v.Spec.Reason
	return v.Spec.Reason, err
}
