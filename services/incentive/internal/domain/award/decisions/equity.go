package decisions

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
)

// leastGroup is the size below which a group is not told by itself.
const leastGroup = 10

// Comparison is how often the groups by an attribute won.
type Comparison struct {
	Attribute string
	Rates     []equity.Rate
}

// Equity compares how often people won in the twelve months that end with a day, by site and by shift: of all who could have, once each, by
// where they worked in the last of their rounds. Small groups are told together, under no name, where they are enough together.
func Equity(ctx context.Context, r award.Reader, scheme string, last model.Day) (first model.Day, all []Comparison, err error) {
	first = model.DayOf(award.Noon(last).AddDate(-1, 0, 1))
	stood, err := r.Stood(ctx, scheme, first, last)
	if err != nil {
		return first, nil, err
	}
	people := map[string]award.Stood{}
	for _, one := range stood {
		one.Won = one.Won || people[one.Person].Won
		people[one.Person] = one
	}
	for _, by := range []struct {
		attribute string
		of        func(award.Stood) string
	}{
		{"site", func(one award.Stood) string { return model.Name("sites", one.Site) }},
		{"shift", func(one award.Stood) string { return one.Shift }},
	} {
		rates, err := equity.Rates(shares(people, by.of))
		if err != nil {
			return first, nil, err
		}
		all = append(all, Comparison{by.attribute, rates})
	}
	return first, all, nil
}

func shares(people map[string]award.Stood, group func(award.Stood) string) map[string]equity.Share {
	groups := map[string]equity.Share{}
	for _, one := range people {
		name := group(one)
		share := groups[name]
		share.People++
		if one.Won {
			share.Chosen++
		}
		groups[name] = share
	}
	var rest equity.Share
	for name, share := range groups {
		if name == "" || share.People < leastGroup {
			rest.People, rest.Chosen = rest.People+share.People, rest.Chosen+share.Chosen
			delete(groups, name)
		}
	}
	if rest.People >= leastGroup {
		groups[""] = rest
	}
	return groups
}
