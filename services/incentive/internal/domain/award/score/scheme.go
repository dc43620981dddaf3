// Package score says how the people of an award round stand beside their peers. It is arithmetic alone, whole numbers throughout, and
// defined so that another program computes the same to the last digit (examples/award does). Why it is as it is stands in
// docs/decisions/0017-award-rounds.md.
package score

import (
	"strconv"

	"github.com/hearth-culture/hearth/internal/model"
)

// Kind is what a criterion looks at.
type Kind string

// The kinds.
const (
	Quality Kind = "QUALITY" // how well: the quality score of calls
	Outcome Kind = "OUTCOME" // what came of it: solved at first contact, satisfaction
	Volume  Kind = "VOLUME"  // how much: calls taken, time per call
	Team    Kind = "TEAM"    // any of these of the person's whole team
)

// Form is how the figures of a criterion come.
type Form string

// The forms.
const (
	Rate  Form = "RATE"  // so many of so many
	Value Form = "VALUE" // a number
)

// Direction is which end is the good one.
type Direction string

// The directions.
const (
	Higher Direction = "HIGHER"
	Lower  Direction = "LOWER"
)

// Criterion is one thing that counts.
type Criterion struct {
	ID        string    `json:"id"`
	Kind      Kind      `json:"kind"`
	Form      Form      `json:"form"`
	Direction Direction `json:"direction"`
	// Weight is in percent, at least 1.
	Weight int64 `json:"weight"`
}

// Scheme is what counts how much.
type Scheme struct {
	Criteria []Criterion `json:"criteria"`
	// Panel is the weight of the panel's marks in percent; 0 without a panel.
	Panel int64 `json:"panel"`
}

// The shares of a scheme, in percent of all of it, the panel included.
const (
	LeastTeam  = 30
	MostVolume = 20
)

// The refusals of a scheme.
var (
	ErrVolumeAlone    = model.NewFault("SCHEME_OF_VOLUME_ALONE")
	ErrWeights        = model.NewFault("SCHEME_WEIGHTS_NOT_100")
	ErrTeamTooLight   = model.NewFault("SCHEME_TEAM_TOO_LIGHT")
	ErrVolumeTooHeavy = model.NewFault("SCHEME_VOLUME_TOO_HEAVY")
)

// Rewards on individual volume alone are what turned colleagues against each other elsewhere; whoever is refused is told so.
var theCase = model.Say("Where rewards hung on individual volume alone, colleagues turned against each other and complaints rose by a fifth",
	"曾有团队只按个人业务量奖励，结果同事相互竞争，投诉上升了两成")

// Check is the guardrail: it refuses a scheme that looks at how much each did and at nothing else (ErrVolumeAlone), one whose weights do not
// make 100 (ErrWeights), one with too little of the team (ErrTeamTooLight) or too much volume (ErrVolumeTooHeavy), and a malformed one
// (INVALID_FIELD). The refusal says why, in both languages.
func (s Scheme) Check() error {
	var sum, team, volume int64
	seen := map[string]bool{}
	for i, c := range s.Criteria {
		field := "award_scheme.metrics[" + strconv.Itoa(i) + "]"
		switch {
		case c.ID == "":
			return model.InvalidField(field+".id", model.Missing)
		case seen[c.ID]:
			return model.InvalidField(field+".id", model.Say("is there twice", "重复"))
		case c.Kind != Quality && c.Kind != Outcome && c.Kind != Volume && c.Kind != Team:
			return model.InvalidField(field+".kind", model.Unknown)
		case c.Form != Rate && c.Form != Value:
			return model.InvalidField(field+".form", model.Unknown)
		case c.Direction != Higher && c.Direction != Lower:
			return model.InvalidField(field+".direction", model.Unknown)
		case c.Weight < 1 || c.Weight > 100:
			return model.InvalidField(field+".weight", model.Say("must be 1 to 100", "须为 1 到 100"))
		}
		seen[c.ID] = true
		sum += c.Weight
		switch c.Kind {
		case Team:
			team += c.Weight
		case Volume:
			volume += c.Weight
		}
	}
	switch all := sum + s.Panel; {
	case s.Panel < 0 || s.Panel > 100:
		return model.InvalidField("award_scheme.panel_percent", model.Say("must be 0 to 100", "须为 0 到 100"))
	case sum > 0 && volume == sum:
		return ErrVolumeAlone.At("award_scheme.metrics", theCase)
	case all != 100:
		return ErrWeights.At("award_scheme.metrics", model.Say("weigh %d percent in all, the panel included, and not 100", "连同评审团权重合计为 %d%%，不是 100%%", all))
	case team < LeastTeam:
		return ErrTeamTooLight.At("award_scheme.metrics", model.Say("give the team %d percent, and %d is the least. %s", "团队权重为 %d%%，至少须为 %d%%。%s", team, LeastTeam, theCase))
	case volume > MostVolume:
		return ErrVolumeTooHeavy.At("award_scheme.metrics", model.Say("give volume %d percent, and %d is the most. %s", "业务量权重为 %d%%，最多为 %d%%。%s", volume, MostVolume, theCase))
	}
	return nil
}
