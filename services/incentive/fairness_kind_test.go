package incentive_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

func (h *house) fairness() incentivev1.FairnessServiceClient {
	return incentivev1.NewFairnessServiceClient(h.Conn)
}

// spread is how often anybody of a unit has something of a kind, and how many have any.
func (h *house) spread(unit string, kind incentivev1.FairnessKind) [2]int64 {
	h.Helper()
	board, err := h.board("culture", unit, func(r *incentivev1.GetFairnessBoardRequest) { r.Kind = kind })
	require.NoError(h, err)
	require.NotNil(h, board.GetFigures())
	require.Equal(h, kind, board.GetKind())
	return [2]int64{board.GetFigures().GetRecognitions(), board.GetFigures().GetRecognised()}
}

func TestHowLettersAreSpread(t *testing.T) {
	atDesk(t, func(d *desk) {
		const letters = incentivev1.FairnessKind_FAIRNESS_KIND_LETTERS
		both := d.approved(person(0), person(1))
		d.answer(0, both, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		d.answer(1, both, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		d.customer(both, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
		d.republish(both)
		one, other := d.published(0), d.published(0)
		take := func(letter string) {
			_, err := d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: letter})
			require.NoError(d, err)
		}
		take(other)
		d.gives(0, thanks(2, 4))
		d.endMonth()
		require.Equal(d, [2]int64{3, 2}, d.spread(teamA, letters), "who is not named was thanked, too")
		require.Equal(d, [2]int64{2, 2}, d.spread(teamA, incentivev1.FairnessKind_FAIRNESS_KIND_THANKS))
		take(one)
		require.Equal(d, [2]int64{3, 2}, d.spread(teamA, letters), "what is withdrawn later was there then")
		require.Equal(d, [2]int64{}, d.spread(depB, letters))
	})
}

func TestHowAwardsAreSpread(t *testing.T) {
	inHouse(t, func(h *house) {
		const awards = incentivev1.FairnessKind_FAIRNESS_KIND_AWARDS
		s := inAwards(h)
		s.fill(60)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		require.NoError(h, s.nominate(round, 7, 4))
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		_, err := s.announce(round)
		require.NoError(h, err)
		h.endMonth()
		require.Equal(h, [2]int64{1, 1}, h.spread(root, awards))
		require.Equal(h, [2]int64{1, 1}, h.spread(teamA, awards))
		require.Equal(h, [2]int64{}, h.spread(depB, awards))
		h.endMonth()
		require.Equal(h, [2]int64{}, h.spread(root, awards), "it was announced in the month before")
	})
}

func TestHowBadgesAreSpread(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		const badges = incentivev1.FairnessKind_FAIRNESS_KIND_BADGES
		h.allowSingle()
		own, team := h.made(), h.made(ofTeam)
		kept := h.handed("culture", own, 2)
		taken := h.handed("culture", own, 3)
		_, err := h.badgeAwards().SetBadgePreference(h.As(token(2)), &incentivev1.SetBadgePreferenceRequest{Hidden: true})
		require.NoError(h, err)
		_, err = h.revoke("culture", taken.GetName())
		require.NoError(h, err)
		_, err = h.badgeAwards().AwardBadge(h.As("manager-a"), &incentivev1.AwardBadgeRequest{Badge: team.GetName(), Unit: "units/" + teamA, Story: "For the storm."})
		require.NoError(h, err)
		h.endMonth()
		require.Equal(h, [2]int64{13, 12}, h.spread(root, badges), "all in the team hold one, and a hidden one counts")
		_, err = h.revoke("culture", kept.GetName())
		require.NoError(h, err)
		require.Equal(h, [2]int64{13, 12}, h.spread(teamA, badges), "what is revoked later was there then")
		require.Equal(h, [2]int64{}, h.spread(depB, badges))
		few, err := h.board("beta", depB, func(r *incentivev1.GetFairnessBoardRequest) { r.Kind = badges })
		require.NoError(h, err)
		require.NotNil(h, few.GetComputeTime())
		require.Nil(h, few.GetFigures(), "of three people nothing is told")
		h.endMonth()
		require.Equal(h, [2]int64{}, h.spread(teamA, badges), "it is of the last month")
	})
}

// Nine of the root work for acme, three of them among the six of the second department: whoever had both boards would know of three.
func TestABoardThatWouldLeaveFewIsNotTold(t *testing.T) {
	inHouse(t, func(h *house) {
		h.gives(0, thanks(1))
		h.endMonth()
		for as, told := range map[string]bool{"culture": true, "acme": false, "beta": false} {
			board, err := h.board(as, root, nil)
			require.NoError(h, err)
			require.Equal(h, told, board.GetFigures() != nil, as)
		}
		board, err := h.board("culture", root, func(r *incentivev1.GetFairnessBoardRequest) { r.Employer = "acme" })
		require.NoError(h, err)
		require.EqualValues(h, 9, board.GetPeople())
		require.Nil(h, board.GetFigures(), "whoever asks")
	})
}

func TestWhoHasNoRecognitionIsNamedWhereTheirSiteAllowsIt(t *testing.T) {
	inHouse(t, func(h *house) {
		named := func(as, unit string) *incentivev1.ReadUnrecognisedResponse {
			h.Helper()
			found, err := h.fairness().ReadUnrecognised(h.As(as), &incentivev1.ReadUnrecognisedRequest{Unit: "units/" + unit, RequestId: uuid.NewString()})
			require.NoError(h, err)
			return found
		}
		secret := thanks(4)
		secret.Visibility = private
		h.gives(2, secret)
		h.gives(2, thanks(0, 1, 6, 7, 8, 9, 10, 11))
		slip := h.gives(2, thanks(5))
		_, err := h.withdraws(token(2), slip.GetName())
		require.NoError(h, err)
		require.Empty(h, named("lead-a", teamA).GetUnrecognised(), "no site allows it by itself")

		site := "sites/" + uuid.NewString()
		set := func(as string, allowed bool) error {
			_, err := h.fairness().SetUnrecognisedNamed(h.As(as), &incentivev1.SetUnrecognisedNamedRequest{Name: site, Allowed: allowed})
			return err
		}
		for _, as := range []string{"lead-a", "manager-a", "culture-a", "council"} {
			h.Refused("PERMISSION_DENIED", set(as, true))
		}
		for _, allowed := range []bool{true, false, true} {
			require.NoError(h, set("culture", allowed))
			setting, err := h.fairness().GetFairnessSetting(h.As("council"), &incentivev1.GetFairnessSettingRequest{Name: site})
			require.NoError(h, err)
			require.Equal(h, allowed, setting.GetUnrecognisedNamed())
		}
		require.Empty(h, named("lead-a", teamA).GetUnrecognised(), "another site does not speak for theirs")
		allow := func(allowed bool) { // the site of the tests has a name that no call takes
			require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO fairness_site (site, listed) VALUES ('shanghai', $1) ON CONFLICT (site) DO UPDATE SET listed = excluded.listed`, allowed)
				return err
			}))
		}
		allow(true)
		found := named("lead-a", teamA)
		require.Equal(h, []string{person(2), person(3), person(4), person(5)}, found.GetUnrecognised(), "what is private, and what was taken back, is in no feed")
		require.EqualValues(h, 12, found.GetPeople())
		require.Equal(h, []string{person(3), person(5)}, named("beta", teamA).GetUnrecognised(), "of one's own people")
		require.Empty(h, named("acme", depB).GetUnrecognised(), "of three people nobody is named")
		require.EqualValues(h, 3, named("acme", depB).GetPeople())
		for _, as := range []string{"analyst", "council", "admin", "system", token(0)} {
			_, err := h.fairness().ReadUnrecognised(h.As(as), &incentivev1.ReadUnrecognisedRequest{Unit: "units/" + teamA})
			h.Refused("PERMISSION_DENIED", err)
		}
		_, err = h.fairness().ReadUnrecognised(h.As("lead-b"), &incentivev1.ReadUnrecognisedRequest{Unit: "units/" + teamA})
		h.Refused("NOT_FOUND", err)

		var read int
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM request_entry WHERE method LIKE '%ReadUnrecognised'`).Scan(&read))
		require.Equal(h, 6, read, "each reading leaves an entry")
		require.NotContains(h, h.Everything("roster_"), personID(3), "and nothing of what was read")
		allow(false)
		require.Empty(h, named("lead-a", teamA).GetUnrecognised())
	})
}
