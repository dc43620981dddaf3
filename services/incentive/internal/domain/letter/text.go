package letter

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Retype brings the text that may be shown, in the place of an earlier one. Whoever approved that one, or agreed to it, has not seen this.
func Retype(ctx context.Context, s Store, scope model.Scope, now time.Time, actor model.Actor, id, text string) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	if err == nil {
		err = l.changeable()
	}
	if err != nil {
		return Letter{}, err
	}
	original, err := s.Original(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	if err := redacted(text, original); err != nil {
		return Letter{}, err
	}
	l.Text, l.RetypedBy, l.ApprovedBy, l.State = text, actor.Subject, "", Open
	for i := range l.People {
		l.People[i].Answer, l.People[i].AnswerTime = 0, time.Time{}
	}
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}

// Approve says that the text was compared with what the customer sent, by somebody else than who typed it and than whom it thanks.
func Approve(ctx context.Context, s Store, scope model.Scope, now time.Time, actor model.Actor, id, etag string) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	switch {
	case err != nil:
		return Letter{}, err
	case l.State == Approved || l.State == Published:
		return l, nil
	case l.ended():
		return Letter{}, ErrEnded
	case l.Text == "":
		return Letter{}, ErrNotRetyped
	case actor.Subject == l.RetypedBy || l.Thanks(actor.Person()) >= 0:
		return Letter{}, ErrFourEyes
	}
	if err := l.CheckCurrent(etag); err != nil {
		return Letter{}, err
	}
	// What was matched or recorded since the retyping may have brought names that were not looked for.
	original, err := s.Original(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	if err := redacted(l.Text, original); err != nil {
		return Letter{}, err
	}
	l.ApprovedBy, l.State = actor.Subject, Approved
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}

// AskedCustomer records what the customer said. Of a published letter, anything but that it may be published takes it back.
func AskedCustomer(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, asked Asked) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	switch {
	case err != nil:
		return Letter{}, err
	case l.ended():
		return Letter{}, ErrEnded
	case asked.Consent == Given && l.stranger(ctx) != nil:
		return Letter{}, staff.ErrSelf // whom it thanks would like the customer to agree
	case asked.Consent == NotAsked && (asked.By != 0 || asked.Day != model.NoDay):
		return Letter{}, model.InvalidField("asked_by", model.Say("must be empty where nobody asked", "未询问客户时须为空"))
	case asked.Consent != NotAsked && asked.By == 0:
		return Letter{}, model.InvalidField("asked_by", model.Missing)
	case asked.Consent != NotAsked && asked.Day == model.NoDay:
		return Letter{}, model.InvalidField("asked_date", model.Missing)
	}
	if asked.Day != model.NoDay {
		if err := notAhead("asked_date", asked.Day, now); err != nil {
			return Letter{}, err
		}
	}
	l.Customer = asked
	if l.State == Published && asked.Consent != Given {
		return l.takeBack(ctx, s, now)
	}
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}
