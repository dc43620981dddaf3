package incentive_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// What a nomination names as evidence thanks the colleague, and its author can read it. Anything else is refused as if it did not exist: the
// panel sees how much evidence there is, and nobody is to make it up or to find out by it what they cannot read.
func TestEvidenceThanksTheNominee(t *testing.T) {
	inHouse(t, func(h *house) {
		s, d := inAwards(h), &desk{h, incentivev1.NewLetterServiceClient(h.Conn)}
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		letter, other, unnamed, approved := d.published(3), d.published(1), d.approved(person(3)), d.approved(person(3))
		d.answer(3, unnamed, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		d.customer(unnamed, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
		_, err := d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: unnamed})
		require.NoError(h, err)
		quiet := thanks(3)
		quiet.Visibility = private
		open, closed, own := h.gives(9, thanks(3)).GetName(), h.gives(9, quiet).GetName(), h.gives(7, thanks(1)).GetName()

		nominate := func(author int, evidence ...string) error {
			_, err := s.nominations.CreateAwardNomination(s.As(token(author)), &incentivev1.CreateAwardNominationRequest{AwardNomination: &incentivev1.AwardNomination{
				AwardRound: round.GetName(), Nominee: person(3), Story: "stayed with a customer until it was solved", Evidence: evidence,
			}})
			return err
		}
		for what, evidence := range map[string]string{
			"made up": "letters/" + personID(99), "of somebody else": other, "of whom it does not name": unnamed, "not published": approved,
			"in private": closed, "recognises somebody else": own,
		} {
			err := nominate(7, letter, evidence)
			require.Error(h, err, what)
			s.Refused("NOT_FOUND", err)
		}
		entries := h.feed("culture", ofLetters+` AND receiver = "`+person(3)+`"`) // that of letter, since no other one names them
		require.Len(h, entries, 1)
		hide := func() {
			_, err := h.hide("culture", entries[0], false)
			require.NoError(h, err)
		}
		restore := func() {
			_, err := h.moderation().RestoreRecognition(h.As("culture"), &incentivev1.RestoreRecognitionRequest{Name: entries[0]})
			require.NoError(h, err)
		}
		hide()
		s.Refused("NOT_FOUND", nominate(7, letter)) // a hidden letter is published nowhere
		restore()
		s.Refused("NOT_FOUND", nominate(6, letter))
		s.Refused("NOT_FOUND", nominate(6, open))
		across := h.gives(6, thanks(3)).GetName()
		require.NoError(h, nominate(6, across), "the own words, of somebody of another employer")
		require.NoError(h, nominate(7, letter, open, across))

		// Of what they name, the panel counts what stands, once; and so does the record, which says why it leaves out the rest.
		s.fill(60)
		s.toPanel(round, 3)
		counted := func() int32 {
			seen, err := s.panel.ListAwardCandidates(s.As(token(13)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
			require.NoError(h, err)
			require.Len(h, seen.GetCandidates(), 1)
			return seen.GetCandidates()[0].GetEvidence()
		}
		require.EqualValues(h, 3, counted(), "across is named twice")
		hide()
		require.EqualValues(h, 2, counted())
		restore()
		_, err = d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: letter})
		require.NoError(h, err)
		_, err = h.hide("culture", open, false)
		require.NoError(h, err)
		require.EqualValues(h, 1, counted())
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		_, err = s.announce(round)
		require.NoError(h, err)
		kept := s.exported(round)
		var why [][]string
		for _, n := range kept.Head.Nominations {
			require.Empty(h, n.Barred)
			var barred []string
			for _, e := range n.Evidence {
				barred = append(barred, e.Kind+" "+e.Barred)
			}
			why = append(why, barred)
			require.Equal(h, record.Fingerprint(kept.HeadSalt, "stayed with a customer until it was solved"), n.Story)
		}
		require.Equal(h, [][]string{{"recognitions "}, {"letters GONE", "recognitions GONE", "recognitions NAMED_BEFORE"}}, why)
		require.Empty(h, cmp.Diff(kept, s.recomputed(kept)))
		text, err := kept.Text()
		require.NoError(h, err)
		for _, hidden := range []string{letter, open, across, "stayed with"} {
			require.NotContains(h, string(text), hidden)
		}
	})
}
