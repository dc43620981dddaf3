package organisation

import (
	"fmt"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/naming"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
	"github.com/hearth-culture/hearth/internal/model"
)

// tenure is how long somebody has been there at least, in days.
type tenure int

const (
	anybody     tenure = 20
	experienced tenure = 400
	veteran     tenure = 1100
)

// longest is how long the enterprise has been there, in days.
const longest = 11 * 365

// The days that the enterprise counts from. They stand still, so that each generation is the same.
var (
	now       = day("2026-10-31")
	seasonEnd = day("2027-02-28")
)

// seasonDays are the days before now during which the seasonal staff came.
const seasonDays = 60

func day(text string) model.Day {
	d, err := model.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// post is where somebody works, before anybody does.
type post struct {
	unit, manager, employer, position, shift, channel string
	country                                           place.Country
	since                                             tenure
	seasonal                                          bool
}

// person puts somebody new into a post and returns their id in the source.
func (b *builder) person(p post) string {
	b.numbers[p.employer]++
	number := fmt.Sprintf("%05d", b.numbers[p.employer])
	name := naming.Of(b.random, p.country)
	// Most have come lately: the least of four draws.
	beyond := longest - int(p.since)
	hired := now - model.Day(int(p.since)+min(b.random.IntN(beyond), b.random.IntN(beyond), b.random.IntN(beyond), b.random.IntN(beyond)))
	ends := model.NoDay
	if p.seasonal {
		hired, ends = now-model.Day(b.random.IntN(seasonDays)), seasonEnd
	}
	id := p.employer + "-" + number
	b.all.People = append(b.all.People, &directoryv1.PersonRow{
		ExternalId:  &typev1.ExternalId{Source: Source, Id: id},
		DisplayName: name.Text, Language: name.Language, Number: number,
		Unit: p.unit, Manager: p.manager, Employer: p.employer, LegalEntity: legalEntities[p.employer][p.country],
		Position: p.position, Shift: p.shift, Channel: p.channel, HireDate: hired.String(), PlannedEndDate: ends.String(),
	})
	return id
}
