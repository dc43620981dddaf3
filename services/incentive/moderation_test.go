package incentive_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

const (
	clap  = incentivev1.Reaction_REACTION_CLAP
	heart = incentivev1.Reaction_REACTION_HEART
)

func (h *house) moderation() incentivev1.ModerationServiceClient {
	return incentivev1.NewModerationServiceClient(h.Conn)
}

func (h *house) anniversaries() incentivev1.AnniversaryServiceClient {
	return incentivev1.NewAnniversaryServiceClient(h.Conn)
}

func (h *house) react(as, name string, reaction incentivev1.Reaction) (*incentivev1.Recognition, error) {
	return h.recognitions().ReactToRecognition(h.As(as), &incentivev1.ReactToRecognitionRequest{Name: name, Reaction: reaction})
}

func (h *house) report(as, name string) error {
	_, err := h.moderation().ReportRecognition(h.As(as), &incentivev1.ReportRecognitionRequest{
		Name: name, Reason: incentivev1.ReportReason_REPORT_REASON_DISRESPECTFUL, Note: "It mocks " + person(2) + ".", RequestId: uuid.NewString(),
	})
	return err
}

func (h *house) hide(as, name string, takeBack bool) (*incentivev1.ReportedRecognition, error) {
	return h.moderation().HideRecognition(h.As(as), &incentivev1.HideRecognitionRequest{Name: name, Reason: "It hurts.", TakePointsBack: takeBack})
}

// reported is what a moderator has to see.
func (h *house) reported(as, filter string) (names []string) {
	h.Helper()
	found, err := h.moderation().ListReportedRecognitions(h.As(as), &incentivev1.ListReportedRecognitionsRequest{Filter: filter})
	require.NoError(h, err)
	for _, one := range found.GetRecognitions() {
		names = append(names, one.GetRecognition().GetName())
	}
	return names
}

func TestOneReactionAPerson(t *testing.T) {
	inHouse(t, func(h *house) {
		given := h.gives(0, thanks(2)).GetName()
		for _, one := range []struct {
			as       string
			reaction incentivev1.Reaction
			clap     int32
			heart    int32
		}{{token(4), clap, 1, 0}, {token(4), clap, 1, 0}, {token(6), heart, 1, 1}, {token(4), heart, 0, 2}, {token(2), clap, 1, 2}} {
			after, err := h.react(one.as, given, one.reaction)
			require.NoError(h, err)
			counts := map[incentivev1.Reaction]int32{}
			for _, count := range after.GetReactions() {
				counts[count.GetReaction()] = count.GetCount()
			}
			require.Equal(h, []int32{one.clap, one.heart}, []int32{counts[clap], counts[heart]})
			require.Equal(h, one.reaction, after.GetOwnReaction())
		}
		for range 2 {
			after, err := h.recognitions().RemoveReaction(h.As(token(6)), &incentivev1.RemoveReactionRequest{Name: given})
			require.NoError(h, err)
			require.Zero(h, after.GetOwnReaction())
		}
		feed, err := h.recognitions().ListRecognitions(h.As(token(4)), &incentivev1.ListRecognitionsRequest{})
		require.NoError(h, err)
		seen := feed.GetRecognitions()[0]
		require.Len(h, seen.GetReactions(), 2)
		require.Equal(h, []int32{1, 1}, []int32{seen.GetReactions()[0].GetCount(), seen.GetReactions()[1].GetCount()})
		require.Equal(h, heart, seen.GetOwnReaction())

		_, err = h.react(token(1), given, clap)
		h.Refused("NOT_FOUND", err)
		_, err = h.react("lead-a", given, clap)
		h.Refused("PERMISSION_DENIED", err) // a key sees it, and claps for nobody
	})
}

func TestWhatIsReportedIsHiddenOrLeft(t *testing.T) {
	inHouse(t, func(h *house) {
		near, far := h.gives(0, thanks(2)).GetName(), h.gives(12, thanks(14)).GetName()
		for _, as := range []string{token(4), token(4), token(2), "lead-a"} {
			require.NoError(h, h.report(as, near))
		}
		h.Refused("OWN_RECOGNITION", h.report(token(0), near))
		h.Refused("NOT_FOUND", h.report(token(1), near))
		require.NoError(h, h.report(token(12), h.gives(14, thanks(12)).GetName()))

		for as, want := range map[string][]string{"manager-a": {near}, "culture-a": {near}, "acme": {near}, "beta": nil} {
			if as == "acme" {
				want = append(h.reported("culture-b", ""), want...)
			}
			require.Equal(h, want, h.reported(as, ""), as)
		}
		found, err := h.moderation().ListReportedRecognitions(h.As("manager-a"), &incentivev1.ListReportedRecognitionsRequest{})
		require.NoError(h, err)
		require.Len(h, found.GetRecognitions()[0].GetReports(), 3, "each person reports once")
		require.NotContains(h, found.String(), person(4), "who reported is told to nobody")
		for _, as := range []string{token(4), "lead-a", "admin", "analyst"} {
			_, err := h.moderation().ListReportedRecognitions(h.As(as), &incentivev1.ListReportedRecognitionsRequest{})
			h.Refused("PERMISSION_DENIED", err)
		}

		_, err = h.hide("culture-b", near, false)
		h.Refused("NOT_FOUND", err)
		_, err = h.hide("manager-a", far, false)
		h.Refused("NOT_FOUND", err)
		for range 2 {
			hidden, err := h.hide("manager-a", near, false)
			require.NoError(h, err)
			require.True(h, hidden.GetRecognition().GetHidden())
			require.Empty(h, hidden.GetReports(), "they are settled")
		}
		for as, sees := range map[string]bool{token(0): true, token(2): true, token(4): false, "lead-a": false, "manager-a": false} {
			seen, err := h.recognitions().GetRecognition(h.As(as), &incentivev1.GetRecognitionRequest{Name: near})
			if !sees {
				require.Equal(h, "NOT_FOUND", calltest.Reason(err), as)
				require.NotContains(h, h.feed(as, ""), near, as)
				continue
			}
			require.NoError(h, err)
			require.Equal(h, "It hurts.", seen.GetHideReason())
			require.Contains(h, h.feed(as, ""), near)
		}
		_, err = h.react(token(2), near, clap)
		h.Refused("RECOGNITION_HIDDEN", err)
		require.Equal(h, []string{near}, h.reported("manager-a", "hidden = true"))
		require.Empty(h, h.reported("manager-a", "hidden = false"))

		restored, err := h.moderation().RestoreRecognition(h.As("manager-a"), &incentivev1.RestoreRecognitionRequest{Name: near})
		require.NoError(h, err)
		require.False(h, restored.GetRecognition().GetHidden())
		require.Contains(h, h.feed(token(4), ""), near)
		require.Empty(h, h.reported("manager-a", ""))
		require.NoError(h, h.report(token(4), near))
		require.Empty(h, h.reported("manager-a", ""), "who was heard once is not heard again")
		require.NoError(h, h.report(token(6), near))
		require.Equal(h, []string{near}, h.reported("manager-a", ""))
	})
}

// What is private is no moderator's to see, until one of its receivers shows it to them.
func TestAReceiverReportsWhatIsPrivate(t *testing.T) {
	inHouse(t, func(h *house) {
		req := thanks(2)
		req.Visibility = private
		secret := h.gives(0, req).GetName()
		_, err := h.hide("manager-a", secret, false)
		h.Refused("NOT_FOUND", err)
		h.Refused("NOT_FOUND", h.report("lead-a", secret))
		require.NoError(h, h.report(token(2), secret))
		require.Equal(h, []string{secret}, h.reported("manager-a", ""))
		require.Empty(h, h.reported("culture-b", ""))
		require.Empty(h, h.feed("manager-a", ""))
		_, err = h.hide("manager-a", secret, false)
		require.NoError(h, err)
		_, err = h.moderation().RestoreRecognition(h.As("manager-a"), &incentivev1.RestoreRecognitionRequest{Name: secret})
		require.NoError(h, err)
		require.Empty(h, h.feed(token(4), ""), "it is private as before")
		require.Equal(h, []string{secret}, h.feed(token(2), ""))
		_, err = h.hide("manager-a", secret, false)
		h.Refused("NOT_FOUND", err)
	})
}

func TestPointsGoBackAllOrNone(t *testing.T) {
	inHouse(t, func(h *house) {
		allowance, earned := h.allowance(0, 100)
		req := thanks(2, 4)
		req.Points = 10
		spent, kept := h.gives(0, req).GetName(), h.gives(0, req).GetName()
		book := h.account(&incentivev1.Ledger{Name: h.book()}, "earned", person(4))
		shop := h.account(&incentivev1.Ledger{Name: h.book()}, "spent", "")
		h.post(direct(book, shop, 15))
		_, err := h.hide("manager-a", spent, true)
		h.Refused("POINTS_SPENT", err)
		require.Contains(h, h.feed(token(6), ""), spent, "what is refused hides nothing")
		require.Equal(h, []int64{60, 20, 5}, []int64{allowance(0), earned(2), earned(4)})
		h.post(direct(shop, book, 5))

		_, err = h.hide("manager-a", kept, false)
		require.NoError(h, err)
		for range 2 {
			hidden, err := h.hide("manager-a", kept, true)
			require.NoError(h, err)
			require.True(h, hidden.GetRecognition().GetPointsTakenBack())
			require.Equal(h, int64(10), hidden.GetRecognition().GetPoints())
			require.Equal(h, []int64{80, 10, 0}, []int64{allowance(0), earned(2), earned(4)}, "once")
		}
	})
}

// book is the name of the ledger of points.
func (h *house) book() string {
	h.Helper()
	found, err := h.ledgers.ListLedgers(h.As("admin"), &incentivev1.ListLedgersRequest{})
	require.NoError(h, err)
	return found.GetLedgers()[0].GetName()
}

func TestNothingLeadsToWhoWasErased(t *testing.T) {
	inHouse(t, func(h *house) {
		h.allowance(2, 100)
		story := func(to ...int) *incentivev1.GiveRecognitionRequest {
			req := thanks(to...)
			req.Story, req.RequestId = "From the diary of 2: "+strings.Repeat("x", len(to)), uuid.NewString()
			return req
		}
		withPoints := story(4)
		withPoints.Points = 5
		written := h.gives(2, withPoints)
		alone := h.gives(4, story(2))
		repeated := story(2, 6)
		together := h.gives(4, repeated)
		_, err := h.react(token(2), together.GetName(), clap)
		require.NoError(h, err)
		_, err = h.react(token(2), written.GetName(), heart)
		require.NoError(h, err)
		require.NoError(h, h.report(token(2), together.GetName()))
		require.NoError(h, h.report(token(6), alone.GetName()))
		_, err = h.anniversaries().SetAnniversaryPreference(h.As(token(2)), &incentivev1.SetAnniversaryPreferenceRequest{})
		require.NoError(h, err)
		kept := func() string {
			said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(2)})
			require.NoError(h, err)
			return said.GetJson()
		}
		for _, part := range []string{written.GetName(), alone.GetName(), together.GetName(), "REACTION_CLAP", "REPORT_REASON_DISRESPECTFUL", `"anniversariesTold":false`} {
			require.Contains(h, kept(), part)
		}

		require.NoError(h, h.erase(personID(2)))
		require.Contains(h, kept(), `"recognitions":{"given":[],"received":[],"reactions":[],"reports":[],"anniversariesTold":true}`)
		for line := range strings.Lines(h.Everything("event_")) {
			require.False(h, strings.HasPrefix(line, "recognition") && strings.Contains(line, personID(2)), line)
		}
		again, err := h.recognitions().GiveRecognition(h.As(token(4)), repeated)
		require.NoError(h, err)
		require.Empty(h, again.GetStory(), "no answer is kept that tells of them")
		for name, story := range map[string]string{written.GetName(): "", alone.GetName(): "", together.GetName(): together.GetStory()} {
			seen, err := h.recognitions().GetRecognition(h.As("culture"), &incentivev1.GetRecognitionRequest{Name: name})
			require.NoError(h, err)
			require.Equal(h, story, seen.GetStory())
			require.Empty(h, seen.GetReactions())
		}
		pseudonym := func(name string) string {
			seen, err := h.recognitions().GetRecognition(h.As("culture"), &incentivev1.GetRecognitionRequest{Name: name})
			require.NoError(h, err)
			return seen.GetReceivers()[0].GetPerson()
		}
		require.Equal(h, pseudonym(alone.GetName()), h.giver(written.GetName()), "one person stays one")
		_, err = h.hide("culture", written.GetName(), true)
		require.NoError(h, err, "their points can still be taken back")
	})
}

func (h *house) giver(name string) string {
	h.Helper()
	seen, err := h.recognitions().GetRecognition(h.As("culture"), &incentivev1.GetRecognitionRequest{Name: name})
	require.NoError(h, err)
	return seen.GetGiver()
}

// What is public is a fact for others, without a word of what was written; what is private is nobody's.
func TestWhatTheBusHears(t *testing.T) {
	inHouse(t, func(h *house) {
		h.allowance(0, 100)
		secret, open := thanks(2), thanks(2, 1)
		secret.Visibility, open.Points = private, 7
		hushed, given := h.gives(0, secret).GetName(), h.gives(0, open)
		require.NoError(h, h.report(token(2), hushed))
		for _, name := range []string{hushed, given.GetName()} {
			for range 2 {
				_, err := h.hide("culture", name, true)
				require.NoError(h, err)
			}
		}
		for _, name := range []string{given.GetName(), hushed, given.GetName()} {
			_, err := h.moderation().RestoreRecognition(h.As("culture"), &incentivev1.RestoreRecognitionRequest{Name: name})
			require.NoError(h, err)
		}
		for fact, into := range map[string]proto.Message{
			"given": &incentivev1.RecognitionGiven{}, "hidden": &incentivev1.RecognitionHidden{}, "restored": &incentivev1.RecognitionRestored{},
		} {
			subject := "hearth.incentive.v1.recognition." + fact
			require.Equal(h, 1, h.emitted(subject), fact)
			var payload []byte
			require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT payload FROM event_outbox WHERE subject = $1`, subject).Scan(&payload))
			require.NoError(h, proto.Unmarshal(payload, into))
			if said, ok := into.(*incentivev1.RecognitionGiven); ok {
				require.Empty(h, cmp.Diff(&incentivev1.RecognitionGiven{
					Recognition: given.GetName(), Kind: incentivev1.RecognitionKind_RECOGNITION_KIND_THANKS, Giver: person(0), Behavior: open.GetBehavior(),
					Receivers: []*incentivev1.RecognitionReceiver{
						{Person: person(2), Unit: "units/" + teamA, Employer: "acme"}, {Person: person(1), Unit: "units/" + teamA, Employer: "beta"},
					},
					GivenTime: given.GetCreateTime(),
				}, said, protocmp.Transform()))
			}
		}
	})
}
