package letter

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

// thanks is a letter that thanks a person, in the document that they get of what is kept about them. Nothing that a customer sent is in it.
type thanks struct {
	Letter   string    `json:"letter"`
	Received string    `json:"received"`
	State    string    `json:"state"`
	Text     string    `json:"text,omitempty"`
	Answer   string    `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
}

type keptLetters struct {
	Thanks []thanks `json:"thanks"`
	// Handled are those that they retyped or approved.
	Handled []string `json:"handled"`
}

// PersonData reads what letters keep of a person, for the document that they may ask for. The id is bare.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		kept, err := domain.PersonData(ctx, read, person)
		if err != nil {
			return nil, err
		}
		data := keptLetters{Thanks: []thanks{}, Handled: []string{}}
		for _, l := range kept.Thanking {
			one := thanks{Letter: model.Name("letters", l.ID), Received: l.Received.String(), State: incentivev1.LetterState(l.State).String()}
			if l.Readable() {
				one.Text = l.Text
			}
			if at := l.Thanks(person); l.People[at].Answer != 0 {
				one.Answer, one.Answered = incentivev1.LetterAnswer(l.People[at].Answer).String(), l.People[at].AnswerTime
			}
			data.Thanks = append(data.Thanks, one)
		}
		data.Handled = append(data.Handled, model.Names("letters", kept.Handled)...)
		return data, nil
	}
}
