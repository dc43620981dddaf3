package people

import (
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// Post is where and for whom a person works.
type Post struct {
	// Unit is the primary unit: it counts in figures.
	Unit string
	// Secondary are further units, in order. They grant nothing here.
	Secondary []string
	// Manager is a person's bare id, or "".
	Manager     string
	Employer    string
	LegalEntity string
	Position    string
	Shift       string
	Channel     string
}

// Equal says whether both are the same.
func (p Post) Equal(other Post) bool { return len(p.differs(other)) == 0 }

// field is one field of a post, by its name in the contract.
type field struct {
	name string
	text func(p *Post) string
	copy func(to, from *Post)
}

func plain(name string, of func(p *Post) *string) field {
	return field{name, func(p *Post) string { return *of(p) }, func(to, from *Post) { *of(to) = *of(from) }}
}

func named(name, collection string, of func(p *Post) *string) field {
	f := plain(name, of)
	f.text = func(p *Post) string { return model.Name(collection, *of(p)) }
	return f
}

var fields = []field{
	named("unit", "units", func(p *Post) *string { return &p.Unit }),
	{
		name: "secondary_units",
		text: func(p *Post) string { return strings.Join(model.Names("units", p.Secondary), ",") },
		copy: func(to, from *Post) { to.Secondary = from.Secondary },
	},
	named("manager", "people", func(p *Post) *string { return &p.Manager }),
	plain("employer", func(p *Post) *string { return &p.Employer }),
	plain("legal_entity", func(p *Post) *string { return &p.LegalEntity }),
	plain("position", func(p *Post) *string { return &p.Position }),
	plain("shift", func(p *Post) *string { return &p.Shift }),
	plain("channel", func(p *Post) *string { return &p.Channel }),
}

// differs are the fields in which two posts differ.
func (p Post) differs(other Post) []field {
	if p.Unit == other.Unit && p.Manager == other.Manager && p.Employer == other.Employer && p.LegalEntity == other.LegalEntity &&
		p.Position == other.Position && p.Shift == other.Shift && p.Channel == other.Channel && slices.Equal(p.Secondary, other.Secondary) {
		return nil // the common case, without a call a field
	}
	var differ []field
	for _, f := range fields {
		if f.text(&p) != f.text(&other) {
			differ = append(differ, f)
		}
	}
	return differ
}

// Normal is the post with its secondary units in order, each once.
func (p Post) Normal() Post {
	if len(p.Secondary) == 0 {
		p.Secondary = nil
		return p
	}
	p.Secondary = slices.Clone(p.Secondary)
	slices.Sort(p.Secondary)
	p.Secondary = slices.Compact(p.Secondary)
	return p
}

// Check refuses a post that cannot be. Fields are named below prefix, such as "person.placement.".
func (p Post) Check(prefix string) error {
	if p.Unit == "" {
		return model.InvalidField(prefix+"unit", model.Missing)
	}
	if len(p.Secondary) > 10 {
		return model.InvalidField(prefix+"secondary_units", model.Say("are more than 10", "超过 10 个"))
	}
	if err := text.Code(prefix+"employer", p.Employer, 64); err != nil {
		return err
	}
	for _, line := range []struct{ field, value string }{
		{"legal_entity", p.LegalEntity}, {"position", p.Position}, {"shift", p.Shift}, {"channel", p.Channel},
	} {
		if err := text.Line(prefix+line.field, line.value, 64); err != nil {
			return err
		}
	}
	return nil
}
