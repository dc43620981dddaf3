package directory_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

const pin = "480215"

// TestARefusalTellsNothing: whatever is wrong with a credential, the answer is the same to the byte.
func TestARefusalTellsNothing(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		right := h.person(unit, "acme", "A1", employed)
		open := h.invitation(right)
		_, err := h.exchangeInvitation(open)
		require.NoError(h, err)
		h.withPIN(right, pin)
		noPIN := h.person(unit, "acme", "A2", employed)
		for number, days := range map[string]stay{"A3": left, "A4": expected} {
			other := h.person(unit, "acme", number, employed)
			h.withPIN(other, pin)
			today := int(model.DayOf(h.Clock.Now().UTC()))
			h.Exec("UPDATE placement SET from_day = $1, to_day = $2 WHERE person = $3", today+days.from, today+days.to, model.ID(other))
		}
		erased := h.person(unit, "acme", "A5", employed)
		h.withPIN(erased, pin)
		h.Exec("UPDATE person SET employer = NULL, number = NULL, erase_time = 0 WHERE id = $1", model.ID(erased))

		first, err := h.exchangePIN(h.Context(), "acme", "A1", pin)
		require.NoError(h, err)
		require.Equal(h, right, first.GetCaller().GetSubject())

		unknown, _, _ := identity.NewSecret(identity.KindKey)
		attempts := map[string]func() error{
			"wrong PIN":            func() error { _, err := h.exchangePIN(h.Context(), "acme", "A1", "480216"); return err },
			"no PIN set":           func() error { _, err := h.exchangePIN(h.Context(), "acme", "A2", pin); return err },
			"left":                 func() error { _, err := h.exchangePIN(h.Context(), "acme", "A3", pin); return err },
			"not yet here":         func() error { _, err := h.exchangePIN(h.Context(), "acme", "A4", pin); return err },
			"erased":               func() error { _, err := h.exchangePIN(h.Context(), "acme", "A5", pin); return err },
			"unknown number":       func() error { _, err := h.exchangePIN(h.Context(), "acme", "A9", pin); return err },
			"number's case":        func() error { _, err := h.exchangePIN(h.Context(), "acme", "a1", pin); return err },
			"unknown employer":     func() error { _, err := h.exchangePIN(h.Context(), "other", "A1", pin); return err },
			"nothing":              func() error { _, err := h.exchangePIN(h.Context(), "", "", ""); return err },
			"NUL":                  func() error { _, err := h.exchangePIN(h.Context(), "acme", "A1\x00", pin); return err },
			"emoji":                func() error { _, err := h.exchangePIN(h.Context(), "acme", "😀", "😀"); return err },
			"no key":               func() error { _, err := h.exchangeKey(""); return err },
			"unknown key":          func() error { _, err := h.exchangeKey(unknown); return err },
			"a used invitation":    func() error { _, err := h.exchangeInvitation(open); return err },
			"an invitation as key": func() error { _, err := h.exchangeKey(h.invitation(noPIN)); return err },
			"a key as invitation":  func() error { _, secret := h.key(admins); _, err := h.exchangeInvitation(secret); return err },
		}
		want := status.Convert(attempts["wrong PIN"]()).Proto()
		require.Equal(h, "CREDENTIAL_REFUSED", calltest.Reason(status.FromProto(want).Err()))
		for name, attempt := range attempts {
			got := status.Convert(attempt()).Proto()
			require.True(h, proto.Equal(want, got), "%s: %v", name, got)
		}
	})
}

func TestWhoFailsTooOftenWaits(t *testing.T) {
	for name, number := range map[string]string{"somebody": "A1", "nobody": "A9"} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, func(h *house) {
				h.withPIN(h.person(h.unit(""), "acme", "A1", employed), pin)
				fail := func() error { _, err := h.exchangePIN(h.Context(), "acme", number, "735190"); return err }
				for range 5 {
					requireRefused(h, fail(), "CREDENTIAL_REFUSED")
				}
				for _, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, time.Hour} {
					shut := fail()
					requireRefused(h, shut, "RATE_LIMITED")
					require.Equal(h, wait, retryAfter(shut))
					h.Clock.Advance(wait - time.Second)
					requireRefused(h, fail(), "RATE_LIMITED")
					_, err := h.exchangePIN(h.Context(), "acme", number, pin)
					requireRefused(h, err, "RATE_LIMITED")
					h.Clock.Advance(time.Second)
					requireRefused(h, fail(), "CREDENTIAL_REFUSED")
				}
				_, err := h.exchangePIN(h.Context(), "acme", "A2", pin)
				requireRefused(h, err, "CREDENTIAL_REFUSED")
			})
		})
	}
}

func TestWhoGetsInBeginsAnew(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "A1", employed)
		h.withPIN(person, pin)
		fail := func(times int) {
			h.Helper()
			for range times {
				_, err := h.exchangePIN(h.Context(), "acme", "A1", "735190")
				requireRefused(h, err, "CREDENTIAL_REFUSED")
			}
		}
		for range 4 {
			fail(4)
			_, err := h.exchangePIN(h.Context(), "acme", "A1", pin)
			require.NoError(h, err)
		}
		fail(5)
		_, err := h.exchangePIN(h.Context(), "acme", "A1", pin)
		requireRefused(h, err, "RATE_LIMITED")
		// Who was locked out comes in by an invitation; the new PIN holds at once.
		h.withPIN(person, "918273")
		_, err = h.exchangePIN(h.Context(), "acme", "A1", "918273")
		require.NoError(h, err)
		_, err = h.exchangePIN(h.Context(), "acme", "A1", pin)
		requireRefused(h, err, "CREDENTIAL_REFUSED")
	})
}

// TestABurstCannotOverrunTheLimit: of many guesses at the same time no more are looked at than one after the other.
func TestABurstCannotOverrunTheLimit(t *testing.T) {
	inHouse(t, func(h *house) {
		h.withPIN(h.person(h.unit(""), "acme", "A1", employed), pin)
		outcomes := make(chan string, 40)
		var all sync.WaitGroup
		for i := range cap(outcomes) {
			all.Go(func() {
				_, err := h.exchangePIN(h.Context(), "acme", "A1", fmt.Sprintf("7351%02d", i))
				outcomes <- calltest.Reason(err)
			})
		}
		all.Wait()
		close(outcomes)
		counted := map[string]int{}
		for outcome := range outcomes {
			counted[outcome]++
		}
		require.Equal(h, map[string]int{"CREDENTIAL_REFUSED": 5, "RATE_LIMITED": 35}, counted)
	})
}

func TestAnAddressThatFailsTooOftenWaits(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		h.withPIN(h.person(unit, "acme", "A1", employed), pin)
		from := func(address string) context.Context {
			return metadata.AppendToOutgoingContext(h.Context(), "x-forwarded-for", address)
		}
		guess := func(address string, account int) string {
			_, err := h.exchangePIN(from(address), "acme", fmt.Sprintf("N%d", account), "735190")
			return calltest.Reason(err)
		}
		for account := range 50 {
			// What the client claims to have come through counts for nothing.
			require.Equal(h, "CREDENTIAL_REFUSED", guess(fmt.Sprintf("10.9.9.%d, 192.0.2.7", account), account))
			if account%10 == 0 {
				_, err := h.exchangePIN(from("192.0.2.7"), "acme", "A1", pin)
				require.NoError(h, err, "who gets in pays back their own mistakes alone")
			}
		}
		require.Equal(h, "RATE_LIMITED", guess("192.0.2.7", 60))
		_, err := h.exchangePIN(from("192.0.2.7"), "acme", "A1", pin)
		requireRefused(h, err, "RATE_LIMITED")
		_, err = h.exchangePIN(from("192.0.2.8"), "acme", "A1", pin)
		require.NoError(h, err)
		h.Clock.Advance(30 * time.Second)
		require.Equal(h, "CREDENTIAL_REFUSED", guess("192.0.2.7", 60))
		require.Equal(h, "RATE_LIMITED", guess("192.0.2.7", 61))

		for account := range 50 {
			require.Equal(h, "CREDENTIAL_REFUSED", guess(fmt.Sprintf("2001:db8::%x", account+1), 100+account))
		}
		require.Equal(h, "RATE_LIMITED", guess("2001:db8::ffff", 160), "one machine has every address of its network")
	})
}

func TestAnInvitationWorksOnce(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "A1", employed)
		secret := h.invitation(person)
		results := make(chan error, 8)
		for range cap(results) {
			go func() { _, err := h.exchangeInvitation(secret); results <- err }()
		}
		in := 0
		for range cap(results) {
			if err := <-results; err == nil {
				in++
			} else {
				requireRefused(h, err, "CREDENTIAL_REFUSED")
			}
		}
		require.Equal(h, 1, in)

		old := h.invitation(person)
		fresh := h.invitation(person)
		_, err := h.exchangeInvitation(old)
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		session, err := h.exchangeInvitation(fresh)
		require.NoError(h, err)
		require.Equal(h, person, session.GetCaller().GetSubject())

		made, err := h.tokens.CreateInvitation(h.admin, &directoryv1.CreateInvitationRequest{Name: person, LifetimeHours: 2})
		require.NoError(h, err)
		require.Equal(h, 2*time.Hour, made.GetExpireTime().AsTime().Sub(h.Clock.Now().Truncate(time.Microsecond)))
		_, err = h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{})
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		h.Clock.Advance(2 * time.Hour)
		_, err = h.exchangeInvitation(made.GetSecret())
		requireRefused(h, err, "CREDENTIAL_REFUSED")
	})
}

func TestAnInvitationWaitsForTheFirstDay(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		person := h.person(unit, "acme", "A1", stay{1, 100})
		secret := h.invitation(person)
		_, err := h.exchangeInvitation(secret)
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		h.Clock.Advance(24 * time.Hour)
		_, err = h.exchangeInvitation(secret)
		require.NoError(h, err)

		gone := h.person(unit, "acme", "A2", left)
		h.admin = h.As(h.fileToken("admin.key"))
		_, err = h.tokens.CreateInvitation(h.admin, &directoryv1.CreateInvitationRequest{Name: gone})
		requireRefused(h, err, "NOT_EMPLOYED")
	})
}

// TestTheSiteSaysWhichDayItIs: in Shanghai the first day of work begins eight hours before it does in Greenwich.
func TestTheSiteSaysWhichDayItIs(t *testing.T) {
	inHouse(t, func(h *house) {
		site, unit := uuid.NewString(), h.unit("")
		h.Exec(`INSERT INTO site (id, version, display_name, time_zone, create_time, update_time) VALUES ($1, 1, '{}', 'Asia/Shanghai', 0, 0)`, site)
		h.Exec("UPDATE unit SET site = $1 WHERE id = $2", site, model.ID(unit))
		team := h.unit(unit)
		tomorrow := h.Clock.Now().UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		person := h.person(team, "acme", "A1", stay{1, 1})
		secret := h.invitation(person)
		h.Clock.Set(tomorrow.Add(-8*time.Hour - time.Second))
		_, err := h.exchangeInvitation(secret)
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		h.Clock.Set(tomorrow.Add(-8 * time.Hour))
		_, err = h.exchangeInvitation(secret)
		require.NoError(h, err)
		h.Clock.Set(tomorrow.Add(16*time.Hour - time.Second))
		h.admin = h.As(h.fileToken("admin.key"))
		h.login(person)
		h.Clock.Advance(time.Second)
		h.admin = h.As(h.fileToken("admin.key"))
		_, err = h.tokens.CreateInvitation(h.admin, &directoryv1.CreateInvitationRequest{Name: person})
		requireRefused(h, err, "NOT_EMPLOYED")
	})
}

func TestWhoMayInvite(t *testing.T) {
	inHouse(t, func(h *house) {
		north, south := h.unit(""), h.unit("")
		team := h.unit(north)
		agent := h.person(team, "acme", "1", employed)
		temp := h.person(team, "vendor", "2", employed)
		elsewhere := h.person(south, "acme", "3", employed)
		colleague := h.person(team, "acme", "4", employed)
		h.bind(colleague, optionv1.Role_ROLE_TEAM_LEAD, team, "")
		boss := h.person(team, "acme", "5", employed)
		h.bind(boss, optionv1.Role_ROLE_ADMIN, "", "")
		analyst := h.person(team, "acme", "6", employed)
		h.bind(analyst, optionv1.Role_ROLE_ANALYST, team, "")

		lead := h.holder(optionv1.Role_ROLE_TEAM_LEAD, team, "")
		narrow := h.holder(optionv1.Role_ROLE_TEAM_LEAD, team, "acme")
		local := h.holder(optionv1.Role_ROLE_ADMIN, north, "")
		const ok, gone, denied = "", "NOT_FOUND", "PERMISSION_DENIED"
		for _, test := range []struct {
			name   string
			caller context.Context
			person string
			want   string
		}{
			{"a lead their agent", lead, agent, ok},
			{"a lead a vendor's agent", lead, temp, ok},
			{"a lead of one employer another's agent", narrow, temp, gone},
			{"a lead somebody elsewhere", lead, elsewhere, gone},
			{"a lead nobody", lead, model.Name("people", uuid.NewString()), gone},
			{"a lead their equal", lead, colleague, ok},
			{"a lead of one employer who leads them all", narrow, colleague, denied},
			{"a lead the administrator", lead, boss, denied},
			{"a lead who has another role", lead, analyst, denied},
			{"a local admin who has another role there", local, analyst, ok},
			{"a local admin the administrator", local, boss, denied},
			{"the administrator the administrator", h.admin, boss, ok},
			{"an agent", h.login(agent), agent, denied},
		} {
			_, err := h.tokens.CreateInvitation(test.caller, &directoryv1.CreateInvitationRequest{Name: test.person})
			require.Equal(h, test.want, calltest.Reason(err), test.name)
		}
	})
}

func TestAPINMustBeHardToGuess(t *testing.T) {
	inHouse(t, func(h *house) {
		session := h.login(h.person(h.unit(""), "acme", "A480215", employed))
		for wrong, want := range map[string]string{
			"111111": "PIN_TOO_SIMPLE", "123456": "PIN_TOO_SIMPLE", pin: "PIN_TOO_SIMPLE",
			"12345": "INVALID_FIELD", "abcdef": "INVALID_FIELD", strings.Repeat("4802", 4): "INVALID_FIELD",
		} {
			_, err := h.tokens.SetPin(session, &directoryv1.SetPinRequest{Pin: wrong})
			require.Equal(h, want, calltest.Reason(err), wrong)
		}
		_, err := h.tokens.SetPin(h.admin, &directoryv1.SetPinRequest{Pin: "918273"})
		requireRefused(h, err, "PERMISSION_DENIED")
	})
}
