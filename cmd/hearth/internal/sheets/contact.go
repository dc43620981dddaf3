package sheets

import (
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// contact begins the row of a contact. One that names no unit is of a contact that was brought before.
func (f *File) contact(row table.Row, known Known) (*surveyv1.ResponseRow, *words.Problem) {
	text := func(name string) string { return f.Plan.Text(row, name) }
	contact := &surveyv1.Contact{
		Id:       &typev1.ExternalId{Source: text(mapping.Source), Id: text(mapping.Contact)},
		Employer: text(mapping.Employer), Shift: text(mapping.Shift), Channel: text(mapping.Channel), Position: text(mapping.Position),
		Site: text(mapping.Site),
	}
	for _, name := range []string{mapping.Contact, mapping.Source} {
		if text(name) == "" {
			return nil, f.wrong(row, name, words.Say(words.NoID))
		}
	}
	if contact.GetSite() != "" && !strings.HasPrefix(contact.GetSite(), "sites/") {
		return nil, f.wrong(row, mapping.Site, words.Say(words.Plain, model.NotAName("sites")))
	}
	if unit := text(mapping.Unit); unit != "" {
		var err error
		if contact.Unit, err = known.Units.Name(unit); err != nil {
			return nil, f.wrong(row, mapping.Unit, words.Say(words.Plain, err))
		}
	}
	return &surveyv1.ResponseRow{Contact: contact}, nil
}

// refusedField is the field that a refusal is about, "" for none.
func (f *File) refusedField(refused *surveyv1.RefusedResponse) string {
	switch field, ofContact := strings.CutPrefix(refused.GetItem(), "contact."); {
	case ofContact && field == "id":
		return mapping.Contact
	case ofContact:
		return field
	case refused.GetItem() != "":
		return f.Plan.Question(refused.GetItem())
	case refused.GetReason() == "UNIT_NOT_ASKED", refused.GetReason() == "CONTACT_ELSEWHERE":
		return mapping.Unit
	}
	return ""
}
