package incentive_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	culturev1 "github.com/hearth-culture/hearth/proto/hearth/culture/v1"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	insightv1 "github.com/hearth-culture/hearth/proto/hearth/insight/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// ruleOf is a rule of the root for attendance: ten points for each.
func ruleOf(change func(*incentivev1.Rule)) *incentivev1.Rule {
	rule := &incentivev1.Rule{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Case days"}}, OwnerUnit: "units/" + root,
		Event: incentivev1.FactType_FACT_TYPE_ATTENDANCE_RECORDED, Condition: "event.minutes >= 30", Amount: "10", Share: incentivev1.RuleShare_RULE_SHARE_PERSON,
		Reason:    &typev1.LocalizedText{Texts: map[string]string{"en": "You took part in a case day.", "zh-CN": "您参加了案例日。"}},
		StartDate: "2020-01-01", TimeZone: "Asia/Shanghai", Period: incentivev1.RulePeriod_RULE_PERIOD_MONTH,
	}
	if change != nil {
		change(rule)
	}
	return rule
}

func (h *house) rules() incentivev1.RuleServiceClient {
	return incentivev1.NewRuleServiceClient(h.Conn)
}

func (h *house) drafted(rule *incentivev1.Rule) *incentivev1.Rule {
	h.Helper()
	made, err := h.rules().CreateRule(h.As("culture"), &incentivev1.CreateRuleRequest{Rule: rule})
	require.NoError(h, err)
	return made
}

// active is a rule that grants.
func (h *house) active(rule *incentivev1.Rule) *incentivev1.Rule {
	h.Helper()
	made := h.drafted(rule)
	_, err := h.rules().PublishRule(h.As("culture"), &incentivev1.PublishRuleRequest{Name: made.GetName()})
	require.NoError(h, err)
	made, err = h.rules().ActivateRule(h.As("culture"), &incentivev1.ActivateRuleRequest{Name: made.GetName()})
	require.NoError(h, err)
	require.Equal(h, incentivev1.RuleState_RULE_STATE_ACTIVE, made.GetState())
	return made
}

// granted are the points of a person, by what they are told of them.
func (h *house) granted(n int) (points int64, grants []*incentivev1.RuleGrant) {
	h.Helper()
	answer, err := h.rules().ListRuleGrants(h.As(token(n)), &incentivev1.ListRuleGrantsRequest{})
	require.NoError(h, err)
	for _, g := range answer.GetGrants() {
		if !g.GetWithdrawn() {
			points += g.GetPoints()
		}
	}
	return points, answer.GetGrants()
}

func TestARuleGrantsForWhatHappens(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		rule := h.active(ruleOf(func(r *incentivev1.Rule) {
			r.Condition = `event.minutes >= 30 && "units/` + teamA + `" in profile.units && profile.tenure_days > 30 && profile.site == "sites/shanghai"`
		}))
		at := h.Clock.Now()
		l.say("activity", attended(1, teamA, "a", at, 60), attended(2, teamA, "b", at, 10), attended(13, depB, "c", at, 30))
		l.hear()
		points, grants := h.granted(1)
		require.Equal(h, int64(10), points)
		require.Equal(h, "您参加了案例日。", grants[0].GetReason().GetTexts()["zh-CN"])
		require.Equal(h, []string{rule.GetName(), "activities/1/attendances/a"}, []string{grants[0].GetRule(), grants[0].GetResource()})
		for n, why := range map[int]string{2: "too short", 13: "elsewhere"} {
			points, _ = h.granted(n)
			require.Zero(h, points, why)
		}
		entries, err := incentivev1.NewWalletServiceClient(h.Conn).ListWalletEntries(h.As(token(1)), &incentivev1.ListWalletEntriesRequest{Part: incentivev1.WalletPart_WALLET_PART_EARNED})
		require.NoError(h, err)
		require.Equal(h, grants[0].GetTransfer(), entries.GetEntries()[0].GetTransfer())
		require.Equal(h, int64(10), entries.GetEntries()[0].GetAmount())

		l.say("activity", withdrawn(1, "a"), withdrawn(1, "d")) // d before it is recorded
		l.say("activity", attended(1, teamA, "d", at, 60))
		l.hear()
		points, grants = h.granted(1)
		require.Zero(h, points)
		require.Len(h, grants, 1)
		require.True(h, grants[0].GetWithdrawn())

		l.say("activity", attended(3, teamA, "e", at, 60))
		l.hear()
		require.Contains(h, h.keptOf(3), "activities/1/attendances/e")
		require.NoError(h, h.erase(personID(3)))
		l.say("activity", attended(3, teamA, "f", at, 60)) // still under way
		l.hear()
		require.False(h, strings.Contains(h.Everything("roster_person"), personID(3)), "nothing but the bare id in the roster leads to the erased")
	})
}

// That somebody joined may be told before the roster knows them.
func TestANewcomerIsWaitedFor(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		h.active(ruleOf(func(r *incentivev1.Rule) { r.Event, r.Condition = incentivev1.FactType_FACT_TYPE_PERSON_JOINED, "true" }))
		yesterday := h.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)
		l.say("directory", &directoryv1.PersonJoined{Person: person(staff), Date: yesterday}, &directoryv1.PersonJoined{Person: person(1), Date: yesterday})
		require.Eventually(h, func() bool { l.consume(); return h.earned(1) == 10 }, soon, 5*time.Millisecond)
		h.directory.People = append(h.directory.People, rostertest.Person(personID(staff), teamA, "acme"))
		h.Snapshot()
		l.hear()
		require.Equal(h, int64(10), h.earned(staff))
	})
}

func (h *house) keptOf(n int) string {
	h.Helper()
	said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(n)})
	require.NoError(h, err)
	return said.GetJson()
}

// Events come twice, late, in any order, the process dies between any two steps, and in the end everything is told once more for this
// consumer alone: everything is granted once.
func TestEverythingIsGrantedOnce(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 7)
		h.active(ruleOf(nil))
		var said []event.Envelope
		want := map[int]int64{}
		l.during(func() {
			for n := range 30 {
				who, name := n%6, fmt.Sprint(n)
				said = append(said, l.say("activity", attended(who, teamA, name, h.Clock.Now(), 30))...)
				switch n % 5 {
				case 0: // said twice by events of their own
					said = append(said, l.say("activity", attended(who, teamA, name, h.Clock.Now(), 30))...)
				case 1:
					said = append(said, l.say("activity", withdrawn(who, name))...)
					continue
				}
				want[who] += 10
				l.consume()
			}
			for range 20 {
				l.consume()
			}
		})
		l.bus.Calm()
		check := func() {
			for who := range 6 {
				points, _ := h.granted(who)
				require.Equal(h, want[who], points, who)
				require.Equal(h, want[who], h.earned(who))
			}
		}
		l.hear()
		check()
		again := said[:0:0]
		for _, e := range said {
			e.ReplayFor, e.ReplayRun = durable, "once more"
			again = append(again, e)
		}
		l.publish(again...)
		l.hear()
		check()
	})
}

func TestAPreviewIsWhatIsGranted(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		var said []event.Envelope
		at := h.Clock.Now().Add(-48 * time.Hour)
		for n := range 24 {
			said = append(said, l.say("activity", attended(n%8, teamA, fmt.Sprint(n), at.Add(time.Duration(n)*time.Hour), int32(20+n)))...)
		}
		l.hear()
		rule := h.drafted(ruleOf(func(r *incentivev1.Rule) {
			r.Amount, r.PersonCap, r.TotalCap, r.CoolDownHours = "event.minutes / 2", 25, 150, 2
		}))
		preview, err := h.rules().PreviewRule(h.As("culture"), &incentivev1.PreviewRuleRequest{Name: rule.GetName()})
		require.NoError(h, err)
		require.Equal(h, []int64{24, 150}, []int64{preview.GetFacts(), preview.GetPoints()})
		require.Positive(h, preview.GetPeople())
		_, err = h.rules().PublishRule(h.As("culture"), &incentivev1.PublishRuleRequest{Name: rule.GetName()})
		require.NoError(h, err)
		_, err = h.rules().ActivateRule(h.As("culture"), &incentivev1.ActivateRuleRequest{Name: rule.GetName()})
		require.NoError(h, err)
		for i := range said {
			said[i].ReplayFor, said[i].ReplayRun = durable, "run"
		}
		l.publish(said...)
		l.hear()
		var granted incentivev1.PreviewRuleResponse
		granted.Facts = 24
		for n := range 8 {
			points, grants := h.granted(n)
			granted.Points += points
			granted.Grants += int64(len(grants))
			granted.People += min(int64(len(grants)), 1)
		}
		require.Equal(h, preview.String(), granted.String())

		elsewhere, err := h.rules().CreateRule(h.As("culture-b"), &incentivev1.CreateRuleRequest{
			Rule: ruleOf(func(r *incentivev1.Rule) { r.OwnerUnit = "units/" + depB }),
		})
		require.NoError(h, err)
		preview, err = h.rules().PreviewRule(h.As("culture-b"), &incentivev1.PreviewRuleRequest{Name: elsewhere.GetName()})
		require.NoError(h, err)
		require.Zero(h, preview.GetFacts(), "what happened in another department is not counted")
		ofBeta := h.drafted(ruleOf(func(r *incentivev1.Rule) { r.Employer = "beta" }))
		preview, err = h.rules().PreviewRule(h.As("beta"), &incentivev1.PreviewRuleRequest{Name: ofBeta.GetName()})
		require.NoError(h, err)
		require.True(h, preview.GetBelowFloor(), "it happened to four of beta")
		require.Zero(h, preview.GetFacts())

		few := h.drafted(ruleOf(func(r *incentivev1.Rule) { r.Condition = `event.minutes < 22` }))
		preview, err = h.rules().PreviewRule(h.As("culture"), &incentivev1.PreviewRuleRequest{Name: few.GetName()})
		require.NoError(h, err)
		require.True(h, preview.GetBelowFloor(), "two people")
		require.Zero(h, preview.GetPoints()+preview.GetGrants()+preview.GetPeople())
	})
}

// Nobody is rewarded for how much they did and nothing else; a team may be.
func TestNoRuleRewardsIndividualVolumeAlone(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		volume := func(share incentivev1.RuleShare) *incentivev1.Rule {
			return ruleOf(func(r *incentivev1.Rule) {
				r.Event, r.Condition, r.Amount, r.Share = incentivev1.FactType_FACT_TYPE_CONTACTS_COUNTED, "event.calls > 10", "event.contacts", share
			})
		}
		alone := h.drafted(volume(incentivev1.RuleShare_RULE_SHARE_PERSON))
		_, err := h.rules().PublishRule(h.As("culture"), &incentivev1.PublishRuleRequest{Name: alone.GetName()})
		h.Refused("SCHEME_OF_VOLUME_ALONE", err)
		_, err = h.rules().ActivateRule(h.As("culture"), &incentivev1.ActivateRuleRequest{Name: alone.GetName()})
		h.Refused("SCHEME_OF_VOLUME_ALONE", err)
		h.active(volume(incentivev1.RuleShare_RULE_SHARE_TEAM))
		l.say("insight", &insightv1.ContactsCounted{
			ContactCount: "contactCounts/1", Person: person(1), Unit: "units/" + teamA, EndTime: timestamppb.New(h.Clock.Now()), Contacts: 130, Calls: 40,
		})
		// A story of two people is one thing that happened to their team.
		h.active(ruleOf(func(r *incentivev1.Rule) {
			r.Event, r.Condition, r.Amount, r.Share = incentivev1.FactType_FACT_TYPE_STORY_FEATURED, "true", "24", incentivev1.RuleShare_RULE_SHARE_TEAM
		}))
		l.say("culture", &culturev1.StoryFeatured{
			Story: "stories/1", People: []string{person(1), person(2)}, Unit: "units/" + teamA, FeatureTime: timestamppb.New(h.Clock.Now()),
		})
		l.hear()
		for n := range 12 {
			points, _ := h.granted(n)
			require.Equal(h, int64(10+2), points, "130 among twelve, and 24 once")
		}
		points, _ := h.granted(12)
		require.Zero(h, points)
	})
}

func TestWhatIsNoRuleIsRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		for want, change := range map[string]func(*incentivev1.Rule){
			"character 6 of line 1": func(r *incentivev1.Rule) { r.Condition = `event.miles > 3` },
			"character 8 of line 1": func(r *incentivev1.Rule) { r.Condition = "true &&" },
			"is of the type int":    func(r *incentivev1.Rule) { r.Condition = "event.minutes" },
			"is of the type bool":   func(r *incentivev1.Rule) { r.Amount = "true" },
			"takes too long": func(r *incentivev1.Rule) {
				r.Condition = `profile.units.all(a, profile.units.all(b, profile.units.all(c, a + b == c)))`
			},
			"there is nothing that is called “prof": func(r *incentivev1.Rule) {
				r.Share, r.Condition = incentivev1.RuleShare_RULE_SHARE_TEAM, `profile.shift == "night"`
			},
			"must be the team":          func(r *incentivev1.Rule) { r.Event, r.Condition = incentivev1.FactType_FACT_TYPE_SURVEY_CLOSED, "true" },
			"has no text in zh-CN":      func(r *incentivev1.Rule) { delete(r.Reason.Texts, "zh-CN") },
			"lies before the first day": func(r *incentivev1.Rule) { r.EndDate = "2019-12-31" },
			"is not an IANA time zone":  func(r *incentivev1.Rule) { r.TimeZone = "Mars/Olympus" },
		} {
			_, err := h.rules().CreateRule(h.As("culture"), &incentivev1.CreateRuleRequest{Rule: ruleOf(change)})
			h.Refused("INVALID_FIELD", err)
			require.ErrorContains(h, err, want)
		}
		for _, change := range []func(*incentivev1.Rule){
			func(r *incentivev1.Rule) { r.OwnerUnit = "units/" + depB },
			func(r *incentivev1.Rule) { r.OwnerUnit, r.Budget = "units/"+depA, "units/"+depB },
		} {
			_, err := h.rules().CreateRule(h.As("culture-a"), &incentivev1.CreateRuleRequest{Rule: ruleOf(change)})
			h.Refused("NOT_FOUND", err)
		}
	})
}
