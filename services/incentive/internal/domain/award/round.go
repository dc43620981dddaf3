package award

import (
	"crypto/rand"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

// State is where a round stands. The numbers are those of hearth.incentive.v1.AwardRoundState.
type State int

// The states of rounds, in their order.
const (
	Drafted State = iota + 1
	Committed
	Nominating
	Scoring
	InPanel
	Decided
	Announced
	Final
	Cancelled
)

// Round is one award by the rules of a scheme.
type Round struct {
	model.Header
	Rules
	Scheme string
	// DisplayName hides that of the rules: the round's own.
	DisplayName model.Text
	// Start and End are the first and the last day of what is awarded.
	Start, End model.Day
	State      State
	// Parties are the two who help to order those who are tied, in the order of their ids.
	Parties [2]Party
	// HeadSalt keeps the head of the record from being guessed.
	HeadSalt record.Hash
	// Rests are those who could not win since they won lately, by their labels; found when the round was frozen.
	Rests []record.Rest
	// Appointed are those who were put on the panel after it had opened, by their numbers on it.
	Appointed []record.Appointment
	// OpenTime is when nominations opened.
	OpenTime time.Time
	// RevealTime and AppealTime are until when parties reveal and appeals are made; zero before.
	RevealTime, AppealTime time.Time
	// Revision counts the decisions; 0 before the announcement.
	Revision int
	// Won are who did, the best first.
	Won          []string
	AnnounceTime time.Time
	// Reason is why it was cancelled.
	Reason string
}

// Party is one of the two, and what it bound itself to.
type Party struct {
	Person string
	Digest []byte
	// CommitTime is when it did so last.
	CommitTime time.Time
	// Secret and Salt are nil until the party reveals.
	Secret, Salt []byte
}

// Revealed says that the party's secret is known.
func (p Party) Revealed() bool { return p.Secret != nil }

// Must refuses what cannot be done at this stage.
func (r Round) Must(states ...State) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return ErrState.With("state", strconv.Itoa(int(r.State)))
}

// EligibleSince is the last day on which the employment of a winner may have begun.
func (r Round) EligibleSince() model.Day { return r.Start - model.Day(r.EmployedDays) }

// RestsSince is the first day on which the end of a round keeps its winners from winning in this one; false where nobody rests.
func (r Round) RestsSince() (model.Day, bool) {
	return model.DayOf(Noon(r.Start).AddDate(0, -r.CoolDownMonths, 0)), r.CoolDownMonths > 0
}

// Noon is an instant that lies on the day in every zone from UTC-12 to UTC+11.
func Noon(day model.Day) time.Time { return time.Unix(int64(day)*24*60*60+12*60*60, 0).UTC() }

// PartyOf is the one of a person.
func (r *Round) PartyOf(person string) (*Party, bool) {
	for i := range r.Parties {
		if r.Parties[i].Person == person && person != "" {
			return &r.Parties[i], true
		}
	}
	return nil, false
}

// Judges says that a person is of the panel or a party to the draw, and so cannot win.
func (r Round) Judges(person string) bool {
	_, party := r.PartyOf(person)
	return party || slices.Contains(r.Panel, person)
}

// Commit keeps what a party binds itself to.
func (r *Round) Commit(person string, digest []byte, now time.Time) error {
	party, ok := r.PartyOf(person)
	if !ok {
		return model.ErrNotFound
	}
	if err := r.Must(Drafted); err != nil {
		return err
	}
	party.Digest, party.CommitTime = digest, now
	if r.Parties[0].Digest != nil && r.Parties[1].Digest != nil {
		r.State = Committed
	}
	return nil
}

// Settled says whether who was tied can be told: both revealed, or their time is over.
func (r Round) Settled(now time.Time) bool {
	return r.Revealed() || !now.Before(r.RevealTime)
}

// Revealed says that both parties did.
func (r Round) Revealed() bool { return r.Parties[0].Revealed() && r.Parties[1].Revealed() }

// place is the number of a party in a draw: not the person, who may be erased.
func place(i int) string { return strconv.Itoa(i + 1) }

// Contribution is what a party would reveal, as the draw knows it.
func (r Round) Contribution(person string, salt, secret []byte) (draw.Contribution, bool) {
	for i, party := range r.Parties {
		if party.Person == person {
			return draw.Contribution{Party: place(i), Salt: salt, Secret: secret}, true
		}
	}
	return draw.Contribution{}, false
}

// Appoint puts somebody on the panel after those who are on it.
func (r *Round) Appoint(person string, now time.Time) {
	r.Appointed = append(r.Appointed, record.Appointment{Panelist: panelist(len(r.Panel)), Appointed: instant(now)})
	r.Panel = append(r.Panel, person)
}

// NewSalt is one that nobody can guess.
func NewSalt() (salt record.Hash) {
	_, _ = rand.Read(salt[:]) // never fails
	return salt
}
