package recognition

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	// late is how many days an anniversary may still be told, if nothing ran on the day itself.
	late = 2
	// mostYears is the longest employment that is counted.
	mostYears = 60
)

// anniversaries is the space of the ids of anniversaries.
var anniversaries = uuid.MustParse("0b7c5ad1-52b6-4f0a-8f2e-6f2f6a2a9d10")

// anniversaryID is the id of a person's anniversary in a calendar year: each has one, whoever makes it.
func anniversaryID(person string, year int) string {
	return uuid.NewSHA1(anniversaries, []byte(person+" "+strconv.Itoa(year))).String()
}

// Years are the whole years that end on a day since another, 0 where none end on it. What began on 29 February has its anniversary on the
// 28th in other years.
func Years(since, day model.Day) int {
	year, month, date := day.Date()
	began, beganMonth, beganDate := since.Date()
	if beganMonth == time.February && beganDate == 29 && !leap(year) {
		beganDate = 28
	}
	if since == model.NoDay || month != beganMonth || date != beganDate {
		return 0
	}
	return max(year-began, 0)
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// begun are the days on which an employment began that has an anniversary on one of the days.
func begun(days []model.Day) (all []model.Day) {
	for _, day := range days {
		year, month, date := day.Date()
		for ago := 1; ago <= mostYears; ago++ {
			for _, began := range []int{date, date + 1} {
				first := model.DayOf(time.Date(year-ago, month, began, 0, 0, 0, 0, time.UTC))
				if Years(first, day) == ago {
					all = append(all, first)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Due are the people who may have an anniversary now that was not told yet. Who of them has one on their own day, and wants it, is seen
// when it is told.
func Due(ctx context.Context, r Reader, now time.Time) ([]string, error) {
	// Nobody's day is more than one away from that in UTC.
	today := model.DayOf(now.UTC())
	var days []model.Day
	for day := today - 1 - late; day <= today+1; day++ {
		days = append(days, day)
	}
	began, err := r.BegunOn(ctx, begun(days))
	if err != nil {
		return nil, err
	}
	due := map[string]string{}
	for person, since := range began {
		for _, day := range days {
			if Years(since, day) > 0 {
				year, _, _ := day.Date()
				due[anniversaryID(person, year)] = person
			}
		}
	}
	told, err := r.Anniversaries(ctx, today-1-late)
	if err != nil {
		return nil, err
	}
	var people []string
	// In one order, so that two replicas that tell the same ones wait for each other and not in a ring.
	for _, id := range slices.Sorted(maps.Keys(due)) {
		if !told[id] {
			people = append(people, due[id])
		}
	}
	return people, nil
}

// Tell tells the anniversaries of some of those who are due.
func Tell(ctx context.Context, s Store, now time.Time, people []string) error {
	if known, err := s.HoldRoster(ctx); err != nil || !known {
		return err
	}
	for _, person := range people {
		if err := tell(ctx, s, now, person); err != nil {
			return err
		}
	}
	return nil
}

func tell(ctx context.Context, s Store, now time.Time, person string) error {
	place, err := s.Workplace(ctx, person, now)
	if errors.Is(err, model.ErrNotFound) {
		return nil // they have left, or were erased meanwhile
	}
	if err != nil {
		return err
	}
	for day := place.Day; day >= place.Day-late; day-- {
		years := Years(place.Since, day)
		if years == 0 {
			continue
		}
		if wanted, err := s.WantsAnniversaries(ctx, person); err != nil || !wanted {
			return err
		}
		year, _, _ := day.Date()
		r := Recognition{
			ID: anniversaryID(person, year), Kind: Anniversary, Receivers: []Receiver{receiver(place)}, Years: years, CreateTime: now,
		}
		fresh, err := s.Add(ctx, r, nil)
		if err != nil || !fresh {
			return err
		}
		return s.Record(ctx, Given{r})
	}
	return nil
}

// Headline is what an anniversary says.
func Headline(years int) model.Words {
	if years == 1 {
		return model.Say("One year with us", "入职一周年")
	}
	return model.Say("%d years with us", "入职 %d 周年", years)
}

// WantAnniversaries keeps whether a person's anniversaries are told.
func WantAnniversaries(ctx context.Context, s Store, person string, told bool) error {
	if _, err := s.HoldRoster(ctx); err != nil {
		return err
	}
	return s.SetAnniversaries(ctx, person, told)
}
