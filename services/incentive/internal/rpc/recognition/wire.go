package recognition

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

func viewProto(ctx context.Context, v domain.View) *incentivev1.Recognition {
	made := &incentivev1.Recognition{
		Name: v.Name(), Kind: incentivev1.RecognitionKind(v.Kind), Giver: model.Name("people", v.Giver), ReceiverCount: int32(v.All),
		Team: model.Name("units", v.Team), Behavior: model.Name("behaviors", v.Behavior), Story: v.Story, Years: int32(v.Years),
		Visibility: incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC, OwnReaction: incentivev1.Reaction(v.Own),
		Hidden: v.Hidden, HideReason: v.HideReason, PointsTakenBack: v.TakenBack, CreateTime: resource.Timestamp(v.CreateTime),
		WithdrawTime: resource.Timestamp(v.WithdrawTime), Letter: model.Name("letters", v.Letter),
	}
	if v.Private {
		made.Visibility = incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PRIVATE
	}
	if v.Mine {
		made.Points = v.Points
	}
	if v.Kind == domain.Anniversary {
		made.Headline = domain.Headline(v.Years).In(refusal.Locale(ctx))
	}
	for _, w := range v.Receivers {
		made.Receivers = append(made.Receivers, &incentivev1.RecognitionReceiver{
			Person: model.Name("people", w.Person), Unit: model.Name("units", w.Unit), Employer: w.Employer,
		})
	}
	for _, count := range v.Reactions {
		made.Reactions = append(made.Reactions, &incentivev1.ReactionCount{Reaction: incentivev1.Reaction(count.Reaction), Count: int32(count.People)})
	}
	return made
}

func reportedProto(ctx context.Context, r domain.Reported) *incentivev1.ReportedRecognition {
	made := &incentivev1.ReportedRecognition{Recognition: viewProto(ctx, r.View)}
	made.Recognition.Points = r.Points
	for _, one := range r.Open {
		made.Reports = append(made.Reports, &incentivev1.RecognitionReport{
			Reason: incentivev1.ReportReason(one.Reason), Note: one.Note, CreateTime: resource.Timestamp(one.Time),
		})
	}
	return made
}

// personData is what is kept of a person, in the document that they may ask for.
type personData struct {
	Given     []recognitionData `json:"given"`
	Received  []recognitionData `json:"received"`
	Reactions []reactionData    `json:"reactions"`
	Reports   []reportData      `json:"reports"`
	// AnniversariesTold is what they want of their anniversaries.
	AnniversariesTold bool `json:"anniversariesTold"`
}

// recognitionData leaves out whom else it was given to: that is not this person's data.
type recognitionData struct {
	Recognition string    `json:"recognition"`
	Kind        string    `json:"kind"`
	Giver       string    `json:"giver,omitempty"`
	Behavior    string    `json:"behavior,omitempty"`
	Story       string    `json:"story,omitempty"`
	Years       int       `json:"years,omitempty"`
	Private     bool      `json:"private"`
	Points      int64     `json:"points"`
	HideReason  string    `json:"hideReason,omitempty"`
	Time        time.Time `json:"time"`
	Letter      string    `json:"letter,omitempty"`
	Withdrawn   bool      `json:"withdrawn,omitempty"`
}

type reactionData struct {
	Recognition string    `json:"recognition"`
	Reaction    string    `json:"reaction"`
	Time        time.Time `json:"time"`
}

type reportData struct {
	Recognition string    `json:"recognition"`
	Reason      string    `json:"reason"`
	Note        string    `json:"note,omitempty"`
	Time        time.Time `json:"time"`
}

// PersonData reads what is kept of a person, whom it gets by their bare id.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		kept, err := domain.DataOf(ctx, read, person)
		data := personData{
			Given: recognitionsData(kept.Given), Received: recognitionsData(kept.Received),
			Reactions: make([]reactionData, len(kept.Reactions)), Reports: make([]reportData, len(kept.Reports)), AnniversariesTold: kept.Told,
		}
		for i, one := range kept.Reactions {
			data.Reactions[i] = reactionData{model.Name(domain.Collection, one.Recognition), incentivev1.Reaction(one.Reaction).String(), one.Time}
		}
		for i, one := range kept.Reports {
			data.Reports[i] = reportData{model.Name(domain.Collection, one.Recognition), incentivev1.ReportReason(one.Reason).String(), one.Note, one.Time}
		}
		return data, err
	}
}

func recognitionsData(all []domain.Recognition) []recognitionData {
	data := make([]recognitionData, len(all))
	for i, r := range all {
		data[i] = recognitionData{
			Recognition: r.Name(), Kind: incentivev1.RecognitionKind(r.Kind).String(), Giver: model.Name("people", r.Giver),
			Behavior: model.Name("behaviors", r.Behavior), Story: r.Story, Years: r.Years, Private: r.Private, Points: r.Points,
			HideReason: r.HideReason, Time: r.CreateTime, Letter: model.Name("letters", r.Letter), Withdrawn: r.Withdrawn(),
		}
	}
	return data
}
