package incentive_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

const (
	public  = incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC
	private = incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PRIVATE
)

func (h *house) recognitions() incentivev1.RecognitionServiceClient {
	return incentivev1.NewRecognitionServiceClient(h.Conn)
}

// thanks is a public recognition of people.
func thanks(to ...int) *incentivev1.GiveRecognitionRequest {
	req := &incentivev1.GiveRecognitionRequest{Story: "Stayed until the customer was helped.", Visibility: public, Behavior: "behaviors/own-it"}
	for _, n := range to {
		req.Receivers = append(req.Receivers, person(n))
	}
	return req
}

// gives has a person give a recognition. Each is later than the one before.
func (h *house) gives(from int, req *incentivev1.GiveRecognitionRequest) *incentivev1.Recognition {
	h.Helper()
	h.Clock.Advance(time.Second)
	given, err := h.recognitions().GiveRecognition(h.As(token(from)), req)
	require.NoError(h, err)
	return given
}

// feed is what somebody sees, the newest first.
func (h *house) feed(as, filter string) (names []string) {
	h.Helper()
	page := ""
	for {
		found, err := h.recognitions().ListRecognitions(h.As(as), &incentivev1.ListRecognitionsRequest{PageSize: 2, PageToken: page, Filter: filter})
		require.NoError(h, err)
		for _, one := range found.GetRecognitions() {
			names = append(names, one.GetName())
		}
		if page = found.GetNextPageToken(); page == "" {
			return names
		}
	}
}

// allowance lets a person give points.
func (h *house) allowance(n int, points int64) (allowance, earned func(n int) int64) {
	h.Helper()
	book := h.ledger()
	source, own := h.account(book, "source", ""), h.account(book, "allowance", person(n))
	_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, own, points)}})
	require.NoError(h, err)
	of := func(purpose string) func(int) int64 {
		return func(n int) int64 { return h.available(h.account(book, purpose, person(n))) }
	}
	return of("allowance"), of("earned")
}

func TestWhoSeesARecognition(t *testing.T) {
	inHouse(t, func(h *house) {
		secret := thanks(4)
		secret.Visibility = private
		given := map[string]string{
			"acme":     h.gives(0, thanks(2)).GetName(),
			"beta":     h.gives(0, thanks(1)).GetName(),
			"secret":   h.gives(2, secret).GetName(),
			"mixed":    h.gives(0, thanks(2, 1)).GetName(),
			"far away": h.gives(12, thanks(14)).GetName(),
		}
		for as, want := range map[string][]string{
			token(0):    {"far away", "mixed", "beta", "acme"},
			token(4):    {"far away", "mixed", "secret", "acme"},
			token(2):    {"far away", "mixed", "secret", "acme"},
			token(6):    {"far away", "mixed", "acme"},
			token(1):    {"mixed", "beta"},
			token(13):   {"mixed", "beta"},
			"lead-a":    {"mixed", "beta", "acme"},
			"manager-a": {"mixed", "beta", "acme"},
			"culture-b": {"far away"},
			"culture":   {"far away", "mixed", "beta", "acme"},
			"acme":      {"far away", "mixed", "acme"},
			"beta":      {"mixed", "beta"},
		} {
			var names []string
			for _, name := range want {
				names = append(names, given[name])
			}
			require.Equal(h, names, h.feed(as, ""), as)
			for name, resource := range given {
				_, err := h.recognitions().GetRecognition(h.As(as), &incentivev1.GetRecognitionRequest{Name: resource})
				if slices.Contains(want, name) {
					require.NoError(h, err, "%s reads %s", as, name)
				} else {
					require.Equal(h, "NOT_FOUND", calltest.Reason(err), "%s does not read %s", as, name)
				}
			}
		}
		for _, as := range []string{"admin", "system", "analyst", "council"} {
			_, err := h.recognitions().ListRecognitions(h.As(as), &incentivev1.ListRecognitionsRequest{})
			h.Refused("PERMISSION_DENIED", err)
		}
		for as, want := range map[string][]string{
			token(0): {person(1), person(2)}, token(2): {person(2)}, token(1): {person(1)}, token(3): {person(1)}, token(4): {person(2)},
			"lead-a": {person(1), person(2)}, "acme": {person(2)}, "beta": {person(1)},
		} {
			mixed, err := h.recognitions().GetRecognition(h.As(as), &incentivev1.GetRecognitionRequest{Name: given["mixed"]})
			require.NoError(h, err)
			require.Equal(h, want, receivers(mixed), as)
			require.Equal(h, int32(2), mixed.GetReceiverCount())
			for n := range 3 {
				told := h.feed(as, `receiver = "`+person(n)+`"`)
				require.Equal(h, slices.Contains(want, person(n)), slices.Contains(told, given["mixed"]), "%s is told by a filter what they read", as)
			}
		}
	})
}

func receivers(r *incentivev1.Recognition) (names []string) {
	for _, one := range r.GetReceivers() {
		names = append(names, one.GetPerson())
	}
	return names
}

// Who moves, or leaves, changes nothing of what was given before.
func TestWhereReceiversWorkedStays(t *testing.T) {
	inHouse(t, func(h *house) {
		before := h.gives(0, thanks(2)).GetName()
		moved := h.directory.People[2]
		moved.Version, moved.Placements[0].ToDate = 2, "2026-11-21"
		moved.Placements = append(moved.Placements, people().People[12].GetPlacements()[0])
		moved.Placements[1].FromDate = "2026-11-22"
		h.Snapshot()
		after := h.gives(0, thanks(2)).GetName()
		require.Equal(h, []string{before}, h.feed("lead-a", ""))
		require.Equal(h, []string{after}, h.feed("lead-b", ""))
		moved.Version, moved.Placements[1].ToDate = 3, "2026-11-22"
		h.Snapshot()
		h.Clock.Advance(24 * time.Hour)
		require.Equal(h, []string{after, before}, h.feed(token(2), ""), "who has left sees what is their own")
		other := h.gives(0, thanks(4)).GetName()
		require.Equal(h, []string{after, before}, h.feed(token(2), ""))
		require.Equal(h, []string{other, after, before}, h.feed(token(6), ""))
		_, err := h.recognitions().GiveRecognition(h.As(token(2)), thanks(4))
		h.Refused("NOT_AT_WORK", err)
	})
}

func TestATeamIsThanked(t *testing.T) {
	inHouse(t, func(h *house) {
		req := thanks()
		req.Team = "units/" + depB
		given := h.gives(13, req)
		require.Equal(h, int32(5), given.GetReceiverCount(), "all but the giver")
		require.Equal(h, []string{person(15), person(17)}, receivers(given), "who did not name them is told of their own employer's people")
		all, err := h.recognitions().GetRecognition(h.As("lead-b"), &incentivev1.GetRecognitionRequest{Name: given.GetName()})
		require.NoError(h, err)
		require.Len(h, all.GetReceivers(), 5)
		require.Equal(h, "units/"+depB, all.GetTeam())
		require.Empty(h, h.feed("lead-a", ""))
		require.Equal(h, []string{given.GetName()}, h.feed(token(12), ""))
	})
}

func TestWhatCannotBeGiven(t *testing.T) {
	inHouse(t, func(h *house) {
		with := func(change func(req *incentivev1.GiveRecognitionRequest)) *incentivev1.GiveRecognitionRequest {
			req := thanks(2)
			change(req)
			return req
		}
		for name, test := range map[string]struct {
			req    *incentivev1.GiveRecognitionRequest
			reason string
		}{
			"to oneself":                {thanks(2, 0), "OWN_RECOGNITION"},
			"to nobody":                 {thanks(), "INVALID_FIELD"},
			"to a person and a team":    {with(func(r *incentivev1.GiveRecognitionRequest) { r.Team = "units/" + depB }), "INVALID_FIELD"},
			"to one twice":              {thanks(2, 2), "INVALID_FIELD"},
			"to somebody who is not":    {thanks(2, 99), "NOT_AT_WORK"},
			"to a team that is not":     {with(func(r *incentivev1.GiveRecognitionRequest) { r.Receivers, r.Team = nil, "units/"+uuid.NewString() }), "NOT_FOUND"},
			"without a story":           {with(func(r *incentivev1.GiveRecognitionRequest) { r.Story = " \n " }), "INVALID_FIELD"},
			"with a story too long":     {with(func(r *incentivev1.GiveRecognitionRequest) { r.Story = strings.Repeat("长", 1001) }), "INVALID_FIELD"},
			"with a bell in the story":  {with(func(r *incentivev1.GiveRecognitionRequest) { r.Story = "ding\adong" }), "INVALID_FIELD"},
			"for what is no behavior":   {with(func(r *incentivev1.GiveRecognitionRequest) { r.Behavior = "values/care" }), "INVALID_FIELD"},
			"neither public or private": {with(func(r *incentivev1.GiveRecognitionRequest) { r.Visibility = 0 }), "INVALID_FIELD"},
			"with points one lacks":     {with(func(r *incentivev1.GiveRecognitionRequest) { r.Points = 1 }), "INSUFFICIENT_FUNDS"},
			"with less than no points":  {with(func(r *incentivev1.GiveRecognitionRequest) { r.Points = -1 }), "INVALID_FIELD"},
		} {
			_, err := h.recognitions().GiveRecognition(h.As(token(0)), test.req)
			require.Equal(h, test.reason, calltest.Reason(err), "%s: %v", name, err)
		}
		for _, as := range []string{"culture", "manager-a", "admin"} {
			_, err := h.recognitions().GiveRecognition(h.As(as), thanks(2))
			h.Refused("PERMISSION_DENIED", err) // a key thanks nobody
		}
		require.Empty(h, h.feed("culture", ""), "what is refused leaves nothing")
	})
}

func TestPointsComeWithARecognition(t *testing.T) {
	inHouse(t, func(h *house) {
		allowance, earned := h.allowance(0, 25)
		req := thanks(2, 3)
		req.Points, req.RequestId = 10, uuid.NewString()
		first, again := h.gives(0, req), h.gives(0, req)
		require.Equal(h, first.GetName(), again.GetName(), "a retry gives once")
		require.Equal(h, []int64{5, 10, 10}, []int64{allowance(0), earned(2), earned(3)})
		require.Len(h, h.feed(token(0), ""), 1)

		more := thanks(2, 3)
		more.Points = 3
		_, err := h.recognitions().GiveRecognition(h.As(token(0)), more)
		h.Refused("INSUFFICIENT_FUNDS", err)
		require.Equal(h, []int64{5, 10, 10}, []int64{allowance(0), earned(2), earned(3)}, "all of them or none")
		require.Len(h, h.feed(token(0), ""), 1)

		for as, want := range map[string]int64{token(0): 10, token(2): 10, token(3): 10, token(4): 0, "lead-a": 0} {
			seen, err := h.recognitions().GetRecognition(h.As(as), &incentivev1.GetRecognitionRequest{Name: first.GetName()})
			require.NoError(h, err)
			require.Equal(h, want, seen.GetPoints(), "others are not told how many points: %s", as)
		}
	})
}

func TestTheFeedByFilters(t *testing.T) {
	inHouse(t, func(h *house) {
		one := h.gives(0, thanks(2)).GetName()
		other := thanks(3)
		other.Behavior = "behaviors/listen"
		two := h.gives(2, other).GetName()
		between := h.Clock.Now().Format(time.RFC3339Nano)
		secret := thanks(4)
		secret.Visibility = private
		three := h.gives(2, secret).GetName()
		four := h.gives(12, thanks(14)).GetName()
		for filter, want := range map[string][]string{
			``: {four, three, two, one}, `giver = "` + person(2) + `"`: {three, two}, `receiver = "` + person(3) + `"`: {two},
			`receiver = "` + person(4) + `"`: {three}, `giver = "` + person(9) + `"`: nil, `unit = "units/` + depB + `"`: {four}, `unit = "units/` + teamA + `"`: {three, two, one},
			`behavior = "behaviors/listen"`: {two}, `behavior = "behaviors/own-it" AND unit = "units/` + teamA + `"`: {three, one}, `visibility = PRIVATE`: {three},
			`visibility = PUBLIC`: {four, two, one}, `kind = ANNIVERSARY`: nil, `create_time > "` + between + `"`: {four, three}, `create_time <= "` + between + `"`: {two, one},
		} {
			require.Equal(h, want, h.feed(token(2), filter), filter)
		}
		require.Empty(h, h.feed("culture", `visibility = PRIVATE`))
		require.Empty(h, h.feed("lead-a", `visibility = PRIVATE`))
		require.Equal(h, []string{two, one}, h.feed("lead-a", `unit = "units/`+teamA+`"`), "what is private is in no lead's feed")
		require.Equal(h, []string{two}, h.feed("culture", `giver = "`+person(2)+`"`))
		_, err := h.recognitions().ListRecognitions(h.As("culture"), &incentivev1.ListRecognitionsRequest{Filter: `story = "x"`})
		h.Refused("FILTER_INVALID", err)

		first, err := h.recognitions().ListRecognitions(h.As("culture"), &incentivev1.ListRecognitionsRequest{PageSize: 2})
		require.NoError(h, err)
		h.gives(4, thanks(6)) // what comes meanwhile moves nothing
		rest, err := h.recognitions().ListRecognitions(h.As("culture"), &incentivev1.ListRecognitionsRequest{PageSize: 2, PageToken: first.GetNextPageToken()})
		require.NoError(h, err)
		require.Len(h, rest.GetRecognitions(), 1)
		require.Equal(h, one, rest.GetRecognitions()[0].GetName())
		_, err = h.recognitions().ListRecognitions(h.As("lead-a"), &incentivev1.ListRecognitionsRequest{PageSize: 2, PageToken: first.GetNextPageToken()})
		h.Refused("PAGE_TOKEN_INVALID", err)
	})
}
