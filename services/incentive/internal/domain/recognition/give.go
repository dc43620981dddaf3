package recognition

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Thank is what a giver asks for: colleagues, or a team.
type Thank struct {
	Giver     string
	Receivers []string
	Team      string
	Behavior  string
	Story     string
	Private   bool
	Points    int64
}

// Give thanks, and gives points to all receivers or to none.
func Give(ctx context.Context, s Store, now time.Time, t Thank) (View, error) {
	if err := t.check(); err != nil {
		return View{}, err
	}
	giver, err := ready(ctx, s, now, t.Giver)
	if err != nil {
		return View{}, err
	}
	receivers, err := receivers(ctx, s, now, t)
	if err != nil {
		return View{}, err
	}
	id, err := newID()
	if err != nil {
		return View{}, err
	}
	r := Recognition{
		ID: id, Kind: Thanks, Giver: t.Giver, Receivers: receivers, Team: t.Team, Behavior: t.Behavior, Story: strings.TrimSpace(t.Story),
		Private: t.Private, Points: t.Points, CreateTime: now,
	}
	gift := wallet.Gift{
		ID: uuid.MustParse(id), From: t.Giver, To: r.People(), Each: t.Points, Reason: "recognition", Source: r.Name(),
	}
	var transfers []uuid.UUID
	if t.Points > 0 {
		for _, to := range gift.To {
			transfers = append(transfers, gift.Transfer(to))
		}
	}
	if _, err := s.Add(ctx, r, transfers); err != nil {
		return View{}, err
	}
	if r.Shown() {
		if err := s.Record(ctx, Given{r}); err != nil {
			return View{}, err
		}
	}
	if t.Points > 0 {
		if err := wallet.Give(ctx, s, now, gift); err != nil {
			return View{}, err
		}
	}
	return s.View(ctx, Viewer{Scope: model.Scope{Self: t.Giver}, Employer: giver.Employer}, id)
}

// check is what needs no database.
func (t Thank) check() error {
	if err := text.Lines("story", t.Story, 1000); err != nil {
		return err
	}
	switch {
	case utf8.RuneCountInString(strings.TrimSpace(t.Story)) < 2:
		return model.InvalidField("story", model.Missing)
	case (len(t.Receivers) == 0) == (t.Team == ""):
		return model.InvalidField("receivers", model.Say("or a team are to be named, and not both", "须填写获赞同事或团队，二者选其一"))
	case slices.Contains(t.Receivers, t.Giver):
		return ErrOwn
	}
	return nil
}

// ready is where a person works who wants to do something now, once the organisation is known and while nobody is erased.
func ready(ctx context.Context, s Store, now time.Time, person string) (staff.Place, error) {
	switch known, err := s.HoldRoster(ctx); {
	case err != nil:
		return staff.Place{}, err
	case !known:
		return staff.Place{}, model.ErrUnavailable
	}
	place, err := s.Workplace(ctx, person, now)
	if errors.Is(err, model.ErrNotFound) {
		return place, ErrNotAtWork
	}
	return place, err
}

// receivers are those who are thanked, where they work today.
func receivers(ctx context.Context, s Store, now time.Time, t Thank) ([]Receiver, error) {
	if t.Team != "" {
		return team(ctx, s, now, t)
	}
	all := make([]Receiver, len(t.Receivers))
	for i, person := range t.Receivers {
		place, err := s.Workplace(ctx, person, now)
		if errors.Is(err, model.ErrNotFound) {
			// Whether there is such a person says no more than that.
			return nil, ErrNotAtWork.With("field", "receivers["+strconv.Itoa(i)+"]")
		}
		if err != nil {
			return nil, err
		}
		all[i] = receiver(place)
	}
	return all, nil
}

func team(ctx context.Context, s Store, now time.Time, t Thank) ([]Receiver, error) {
	switch there, err := s.UnitExists(ctx, t.Team); {
	case err != nil:
		return nil, err
	case !there:
		return nil, model.ErrNotFound
	}
	places, err := s.Workplaces(ctx, now, []string{t.Team}, nil)
	if err != nil {
		return nil, err
	}
	var all []Receiver
	for _, place := range places {
		if place.Person != t.Giver {
			all = append(all, receiver(place))
		}
	}
	switch {
	case len(all) == 0:
		return nil, ErrNobody
	case len(all) > mostReceivers:
		return nil, ErrTooMany.With("most", strconv.Itoa(mostReceivers))
	}
	return all, nil
}

func receiver(place staff.Place) Receiver {
	return Receiver{Person: place.Person, Unit: place.Unit, Employer: place.Employer}
}
