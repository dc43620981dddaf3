// Package rows brings in people as other systems know them: it compares rows with the directory, refuses those that are wrong one by
// one, and applies the others. A batch and a file of 100,000 go the same way.
package rows

import (
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Row is a person as another system knows them. Dates are ISO 8601.
type Row struct {
	// Number counts the rows from 1.
	Number      int64
	ID          source.ID
	DisplayName string
	StaffNumber string
	Language    string
	// Unit and Secondary are "units/…" or ids in the same source; Manager is "people/…" or an id in the same source.
	Unit           string
	Secondary      []string
	Manager        string
	Employer       string
	LegalEntity    string
	Position       string
	Shift          string
	Channel        string
	HireDate       string
	PlannedEndDate string
	LeaveDate      string
}

// target is what the row wants, with the units and the manager still as the source names them.
func (r *Row) target() (people.Target, error) {
	if err := r.ID.Check("external_id"); err != nil {
		return people.Target{}, err
	}
	t := people.Target{
		DisplayName: r.DisplayName, Number: r.StaffNumber, Language: r.Language, Leave: people.Open,
		Post: people.Post{
			Unit: r.Unit, Secondary: r.Secondary, Manager: r.Manager, Employer: r.Employer,
			LegalEntity: r.LegalEntity, Position: r.Position, Shift: r.Shift, Channel: r.Channel,
		},
	}
	for _, ref := range append([]string{r.Unit, r.Manager}, r.Secondary...) {
		if text.Line("", ref, 128) != nil {
			return people.Target{}, model.InvalidField("unit", model.Say("or the manager is not an id: it is too long, or holds control characters", "单元或上级的编号无效：过长，或含有控制字符"))
		}
	}
	for _, day := range []struct {
		field, value string
		into         *model.Day
	}{{"hire_date", r.HireDate, &t.Hire}, {"planned_end_date", r.PlannedEndDate, &t.PlannedEnd}, {"leave_date", r.LeaveDate, &t.Leave}} {
		if day.value == "" && day.field == "leave_date" {
			continue
		}
		var err error
		if *day.into, err = text.Day(day.field, day.value); err != nil {
			return people.Target{}, err
		}
	}
	return t, t.Check("", "")
}

// Known is what the rows are compared with.
type Known struct {
	Tree people.Tree
	// Units and People are bare ids by a source's ids.
	Units, People map[source.ID]string
	// Holders are the people who have the numbers.
	Holders map[Number]string
	// Managers are the people whom a row may name as a manager.
	Managers map[string]bool
	Chains   people.Chains
	// Administrators are the subjects who administer the installation with no end in sight.
	Administrators []string
}

// Number is a staff number within its employer.
type Number struct{ Employer, Number string }

// unit finds a unit by its name or its id in the source.
func (k *Known) unit(from, ref string) (string, bool) {
	if id, ok := k.Units[source.ID{Source: from, ID: ref}]; ok {
		return id, true
	}
	id, ok := strings.CutPrefix(ref, "units/")
	if ok {
		_, ok = k.Tree[id]
	}
	return id, ok
}

// resolve puts bare ids in the place of the source's names.
func (c *Comparison) resolve(from string, post *people.Post) error {
	var ok bool
	if post.Unit, ok = c.known.unit(from, post.Unit); !ok {
		return source.ErrUnknownUnit.At("unit", model.Unknown)
	}
	secondary := make([]string, len(post.Secondary))
	for i, ref := range post.Secondary {
		if secondary[i], ok = c.known.unit(from, ref); !ok {
			return source.ErrUnknownUnit.At("secondary_units", model.Say("holds a unit that is not known", "含有不存在的单元"))
		}
	}
	post.Secondary = secondary
	if post.Manager == "" {
		return nil
	}
	if id, ok := c.ids[source.ID{Source: from, ID: post.Manager}]; ok {
		post.Manager = id
		return nil
	}
	if id, ok := strings.CutPrefix(post.Manager, "people/"); ok {
		post.Manager = id
		return nil
	}
	return source.ErrUnknownManager.At("manager", model.Unknown)
}
