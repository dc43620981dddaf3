package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

const ofLetters = `kind = LETTER`

func (d *desk) republish(name string) {
	d.Helper()
	_, err := d.letters.PublishLetter(d.As("lead-a"), &incentivev1.PublishLetterRequest{Name: name})
	require.NoError(d, err)
}

func TestAPublishedLetterIsInTheFeed(t *testing.T) {
	atDesk(t, func(d *desk) {
		before := d.approved(person(0), person(1))
		d.answer(0, before, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		require.Empty(d, d.feed("culture", ofLetters), "not before everybody has agreed")

		letter := d.published(0)
		entry := d.feed("culture", ofLetters)[0]
		for as, sees := range map[string]bool{
			token(0): true, token(4): true, token(12): true, token(1): false, token(13): false,
			"lead-a": true, "lead-b": false, "manager-a": true, "culture-b": false, "acme": true, "beta": false,
		} {
			require.Equal(d, sees, len(d.feed(as, "")) == 1, as)
			if !sees {
				require.Nil(d, d.reads(as, entry), as)
				continue
			}
			seen := d.reads(as, entry)
			require.Equal(d, thankYou, seen.GetStory())
			require.Equal(d, letter, seen.GetLetter())
			require.Equal(d, []string{person(0)}, receivers(seen))
			require.Empty(d, seen.GetGiver()+seen.GetHeadline())
		}
		_, err := d.react(token(4), entry, heart)
		require.NoError(d, err)
		_, err = d.withdraws(token(0), entry)
		d.Refused("NOT_FOUND", err)

		for range 2 {
			_, err = d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: letter})
			require.NoError(d, err)
		}
		for _, as := range []string{token(0), token(4), "culture", "lead-a"} {
			require.Empty(d, d.feed(as, ""), as)
			require.Nil(d, d.reads(as, entry), as)
		}
		d.republish(letter)
		require.Equal(d, []string{entry}, d.feed(token(4), ""), "one letter, one entry")
		require.Equal(d, heart, d.reads(token(4), entry).GetOwnReaction())
		require.Equal(d, []int{2, 1}, []int{d.emitted("hearth.incentive.v1.recognition.given"), d.emitted("hearth.incentive.v1.recognition.withdrawn")})
	})
}

// What was said to a letter waits for its next publication, so no other words may ever come to stand where it was said: there is nothing left
// that somebody could compare them with.
func TestOfAPublishedLetterTheWordsStay(t *testing.T) {
	atDesk(t, func(d *desk) {
		letter := d.published(0)
		retype := func() error {
			_, err := d.letters.RetypeLetter(d.As("lead-a"), &incentivev1.RetypeLetterRequest{Name: letter, Text: "她什么都没做。"})
			return err
		}
		entry := d.feed(token(4), "")[0]
		_, err := d.react(token(4), entry, heart)
		require.NoError(d, err)
		require.NoError(d, d.report(token(6), entry))
		d.Refused("LETTER_PUBLISHED", retype())
		_, err = d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: letter})
		require.NoError(d, err)
		d.Refused("LETTER_ORIGINAL_PURGED", retype())
		_, err = d.letters.MatchLetter(d.As("lead-a"), &incentivev1.MatchLetterRequest{Name: letter, People: []string{person(0), person(2)}})
		require.NoError(d, err)
		d.answer(2, letter, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		d.republish(letter)
		require.Equal(d, thankYou, d.reads(token(4), entry).GetStory())
		require.Equal(d, heart, d.reads(token(4), entry).GetOwnReaction())
		require.Equal(d, []string{entry}, d.reported("manager-a", ""))
	})
}

func TestWhoIsNotToBeNamedIsNotInTheFeed(t *testing.T) {
	atDesk(t, func(d *desk) {
		letter := d.approved(person(0), person(1))
		d.answer(0, letter, incentivev1.LetterAnswer_LETTER_ANSWER_NAMED)
		d.answer(1, letter, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		d.customer(letter, incentivev1.CustomerConsent_CUSTOMER_CONSENT_GIVEN)
		d.republish(letter)
		entry := d.feed(token(0), "")[0]
		for as, told := range map[string][]string{
			token(0): {person(0)}, token(2): {person(0)}, token(1): {person(1)}, token(3): nil, "lead-a": {person(0)}, "beta": nil, "culture": {person(0)},
		} {
			require.Equal(d, told, receivers(d.reads(as, entry)), as)
			finds := len(d.feed(as, `receiver = "`+person(1)+`"`)) > 0
			require.Equal(d, as == token(1), finds, "no filter tells %s of them", as)
		}
		require.Empty(d, d.feed("beta", `unit = "units/`+teamA+`"`))
		var payload []byte
		require.NoError(d, d.DB.Read().QueryRowContext(d.Context(), `SELECT payload FROM event_outbox WHERE subject = 'hearth.incentive.v1.recognition.given'`).Scan(&payload))
		require.Contains(d, string(payload), personID(0))
		require.NotContains(d, string(payload), personID(1))

		d.answer(0, letter, incentivev1.LetterAnswer_LETTER_ANSWER_UNNAMED)
		require.Empty(d, d.feed(token(0), ""), "who agrees to less takes it back")
		d.republish(letter)
		require.Empty(d, receivers(d.reads("culture", entry)))
	})
}

func TestAHiddenLetterIsPublishedNowhere(t *testing.T) {
	atDesk(t, func(d *desk) {
		letter := d.published(0)
		entry := d.feed(token(4), "")[0]
		require.NoError(d, d.report(token(4), entry))
		require.Equal(d, []string{entry}, d.reported("manager-a", ""))
		_, err := d.hide("manager-a", entry, true)
		require.NoError(d, err)
		require.Empty(d, d.feed(token(4), ""))
		require.Empty(d, d.shown(token(4)))
		_, err = d.letters.WithdrawLetter(d.As("lead-a"), &incentivev1.WithdrawLetterRequest{Name: letter})
		require.NoError(d, err)
		d.republish(letter)
		require.Empty(d, d.feed(token(4), ""), "who publishes it anew does not undo what a moderator decided")
		require.Empty(d, d.shown(token(4)))
		_, err = d.moderation().RestoreRecognition(d.As("manager-a"), &incentivev1.RestoreRecognitionRequest{Name: entry})
		require.NoError(d, err)
		require.Equal(d, []string{entry}, d.feed(token(4), ""))
		require.Equal(d, []string{letter}, d.shown(token(4)))
		count := func(fact string) int { return d.emitted("hearth.incentive.v1.recognition." + fact) }
		require.Equal(d, 1, count("given")+count("restored")-count("hidden")-count("withdrawn"), "it is public")
	})
}

func TestTheFeedForgetsALetterWithItsPerson(t *testing.T) {
	atDesk(t, func(d *desk) {
		d.published(0, 2)
		entry := d.feed(token(4), "")[0]
		require.NoError(d, d.report(token(4), entry))
		kept, err := d.privacy.ExportPersonData(d.As("directory"), &typev1.ExportPersonDataRequest{Person: person(2)})
		require.NoError(d, err)
		require.Contains(d, kept.GetJson(), `"kind":"RECOGNITION_KIND_LETTER"`)
		require.NoError(d, d.erase(personID(2)))
		require.Empty(d, d.feed(token(0), ""), "what a letter says of somebody it says in words, to all whom it thanks")
		d.nowhere("王丽")
		for line := range strings.Lines(d.Everything("event_")) {
			require.False(d, strings.HasPrefix(line, "recognition") && strings.Contains(line, personID(2)), line)
		}
		require.Equal(d, 1, d.emitted("hearth.incentive.v1.recognition.withdrawn"))
		require.Empty(d, d.reported("culture", ""))
	})
}
