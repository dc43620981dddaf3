package matrix_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/test/wire"
)

// samples complete the requests of methods that need more than a name: JSON, in which $NAME is the resource, $UNIT our unit, $EARLIER a release
// of ours and $REVISED an instrument. With one, a call on a
// resource within reach gets past the validation, so that a call on one beyond shows that the reach decides and nothing else.
var samples = map[string]string{
	"incentive.v1.AwardAppealService/DismissAwardAppeal":  `{"answer": "No."}`,
	"incentive.v1.AwardAppealService/UpholdAwardAppeal":   `{"answer": "Yes."}`,
	"incentive.v1.AwardPanelService/AppointAwardPanelist": `{"person": "people/00000000-0000-7000-8000-00000000f00d"}`,
	"incentive.v1.AwardRoundService/CancelAwardRound":     `{"reason": "Too few."}`,
	"incentive.v1.AwardSchemeService/UpdateAwardScheme":   `{"awardScheme": {"name": "$NAME", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,
	"directory.v1.UnitService/UpdateUnit":                 `{"unit": {"name": "$NAME", "kind": "UNIT_KIND_COMPANY", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,
	"directory.v1.PersonService/UpdatePerson":             `{"person": {"name": "$NAME", "displayName": "Renamed"}, "updateMask": "displayName"}`,
	"directory.v1.PersonService/EndEmployment":            `{"name": "$NAME", "leaveDate": "2030-01-01"}`,
	"directory.v1.PersonService/RehirePerson":             `{"name": "$NAME", "hireDate": "2031-01-01", "placement": {"unit": "$UNIT", "employer": "in-house"}}`,
	"incentive.v1.BadgeAwardService/AwardBadge":           `{"unit": "$UNIT", "story": "For it."}`,
	"incentive.v1.BadgeAwardService/RevokeBadge":          `{"reason": "It was another team."}`,
	"incentive.v1.FundService/AllotFund":                  `{"amount": 1}`,
	"incentive.v1.ProposalService/CloseProposal":          `{"result": "done"}`,
	"incentive.v1.ProposalService/DecideProposal":         `{"reason": "worth it"}`,
	"incentive.v1.ProposalService/OpenScoring":            `{"scorers": ["people/00000000-0000-7000-8000-000000000000"]}`,
	"incentive.v1.TrancheService/PayTranche":              `{"milestone": 1}`,
	"incentive.v1.TrancheService/ReverseTranche":          `{"milestone": 1, "reason": "not used"}`,
	"incentive.v1.BudgetService/WithdrawBudget":           `{"amount": 1}`,
	"incentive.v1.PayoutService/AcknowledgePayout":        `{"payrollReference": "1"}`,
	"incentive.v1.PayoutService/RejectPayout":             `{"reason": "no account"}`,
	"incentive.v1.RedemptionService/RefundRedemption":     `{"reason": "broken"}`,
	"incentive.v1.RewardService/ChangeStock":              `{"pieces": 1, "reason": "delivered"}`,
	"incentive.v1.RewardService/UpdateReward":             `{"reward": {"name": "$NAME", "price": 2}, "updateMask": "price"}`,
	"incentive.v1.RuleService/UpdateRule":                 `{"rule": {"name": "$NAME", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,
	"survey.v1.InstrumentService/CompareInstruments":      `{"other": "$REVISED"}`,
	"survey.v1.InstrumentService/UpdateInstrument":        `{"instrument": {"name": "$NAME", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,
	"survey.v1.ComparisonService/CompareCells":            `{"first": {"unit": "$UNIT"}, "second": {"unit": "$UNIT"}, "secondRelease": "$EARLIER"}`,
	"survey.v1.ComparisonService/ListTrends":              `{"cell": {"unit": "$UNIT"}}`,
	"survey.v1.PulseService/UpdatePulse":                  `{"pulse": {"name": "$NAME", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,
	"survey.v1.ReleaseService/ExportRelease":              `{"format": "EXPORT_FORMAT_CSV"}`,
	"survey.v1.SurveyService/UpdateSurvey":                `{"survey": {"name": "$NAME", "displayName": {"texts": {"en": "Renamed"}}}, "updateMask": "displayName"}`,

	"incentive.v1.RecognitionService/ReactToRecognition": `{"reaction": "REACTION_CLAP"}`,
	"incentive.v1.ModerationService/ReportRecognition":   `{"reason": "REPORT_REASON_OTHER"}`,
	"incentive.v1.ModerationService/HideRecognition":     `{"reason": "It hurts somebody."}`,
}

// What lies beyond the reach of a caller looks as what is not there.
func (w *world) beyondTheReach(t *testing.T) {
	for _, method := range methods() {
		role, ok := subtreeRole(permissionOf(method))
		field, collection := "", ""
		if proto.HasExtension(method.Options(), httpExtension) {
			field, collection = named(method)
		}
		if !ok || field == "" {
			continue
		}
		known, ok := w.targets[collection]
		require.True(t, ok, "%s names one of %q: add a resource within reach and one beyond to the targets of newWorld", method.FullName(), collection)
		for _, protocol := range wire.All(w.Conn(), w.HTTP) {
			t.Run(name(method)+"/"+protocol.Name, func(t *testing.T) {
				for _, beyond := range beyond(known) {
					absent := w.ask(t, protocol, method, role, field, collection+"/"+nobody)
					answer := w.ask(t, protocol, method, role, field, beyond)
					require.Equal(t, codes.NotFound.String(), answer.Status.Code().String(), "%s: %s%s", beyond, answer.Status.Message(), hint(answer))
					require.Empty(t, difference(absent, answer), "what is beyond the reach looks as what does not exist")
				}
				judged := isMutation(method) || !slices.ContainsFunc(known, func(one target) bool { return one.inside != "" })
				for _, one := range known {
					if one.inside == "" || isMutation(method) {
						continue
					}
					answer := w.ask(t, protocol, method, role, field, one.inside)
					require.NotEqual(t, codes.NotFound.String(), answer.Status.Code().String(), "within reach")
					w.hides(t, answer)
					judged = judged || answer.Status.Code() == codes.OK
				}
				require.True(t, judged, "nothing within reach was shown, so nothing was judged: complete the world or the samples")
			})
		}
	}
}

// Lists hold nothing from beyond the reach.
func (w *world) lists(t *testing.T) {
	for _, method := range methods() {
		role, ok := subtreeRole(permissionOf(method))
		if !ok || isMutation(method) || !proto.HasExtension(method.Options(), httpExtension) {
			continue
		}
		if field, _ := named(method); field != "" {
			continue // Tried with names above.
		}
		for _, protocol := range wire.All(w.Conn(), w.HTTP) {
			t.Run(name(method)+"/"+protocol.Name, func(t *testing.T) {
				answer, err := protocol.Do(t.Context(), wire.Call{Method: method, Request: dynamicpb.NewMessage(method.Input()), Token: w.inside[role].token})
				require.NoError(t, err)
				require.Equal(t, codes.OK.String(), answer.Status.Code().String(), answer.Status.Message())
				w.hides(t, answer)
			})
		}
	}
}

// ask calls a method about one resource, as the role over our area.
func (w *world) ask(t *testing.T, protocol wire.Protocol, method protoreflect.MethodDescriptor, role optionv1.Role, field, about string) wire.Answer {
	request := dynamicpb.NewMessage(method.Input())
	if sample, ok := samples[name(method)]; ok {
		filled := strings.NewReplacer("$NAME", about, "$UNIT", w.ours.unit, "$EARLIER", w.earlier, "$REVISED", w.revised).Replace(sample)
		require.NoError(t, protojson.Unmarshal([]byte(filled), request))
	}
	set(request, field, about+below(method))
	fillDate(request)
	answer, err := protocol.Do(t.Context(), wire.Call{Method: method, Request: request, Token: w.inside[role].token})
	require.NoError(t, err)
	return answer
}

// hint says what to do about a request that the method's own constraints refused before anybody asked for the reach.
func hint(answer wire.Answer) string {
	if answer.Status.Code() != codes.InvalidArgument {
		return ""
	}
	return "; the request is incomplete, so nothing was tried: add one for the method to samples"
}

// fillDate gives a date to requests that cannot be without.
func fillDate(request protoreflect.Message) {
	if field := request.Descriptor().Fields().ByName("start_date"); field != nil {
		request.Set(field, protoreflect.ValueOfString("2026-01-01"))
	}
}

// hides demands that an answer names nothing from beyond our area.
func (w *world) hides(t *testing.T, answer wire.Answer) {
	if answer.Status.Code() != codes.OK {
		return
	}
	text, err := protojson.Marshal(answer.Message)
	require.NoError(t, err)
	if file, ok := answer.Message.(*httpbody.HttpBody); ok {
		text = file.GetData() // JSON has it in base64, in which no name would be found.
	}
	for _, known := range w.targets {
		for _, one := range beyond(known) {
			require.NotContains(t, string(text), one)
		}
	}
}

// beyond are the resources beyond our area.
func beyond(known []target) (names []string) {
	for _, one := range known {
		for _, name := range []string{one.foreign, one.colleague} {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// difference says in what two refusals differ besides nothing.
func difference(one, other wire.Answer) string {
	if a, b := one.Status.Proto(), other.Status.Proto(); !proto.Equal(a, b) {
		return fmt.Sprintf("%v | %v", a, b)
	}
	return ""
}

// subtreeRole is the first role that a method allows within a subtree.
func subtreeRole(permission *optionv1.Permission) (optionv1.Role, bool) {
	for _, rule := range permission.GetAllow() {
		if rule.GetScope() == optionv1.ScopeKind_SCOPE_KIND_SUBTREE {
			return rule.GetRoles()[0], true
		}
	}
	return 0, false
}

func isMutation(method protoreflect.MethodDescriptor) bool { return permissionOf(method).GetMutates() }

// A key's creation that is asked for again never shows the secret.
func (w *world) replayedKey(t *testing.T) {
	create := find(t, "directory.v1.KeyService/CreateKey")
	for _, protocol := range wire.All(w.Conn(), w.HTTP) {
		t.Run(protocol.Name, func(t *testing.T) {
			request := dynamicpb.NewMessage(create.Input())
			require.NoError(t, protojson.Unmarshal([]byte(`{"key": {"displayName": "payroll"}, "grants": [{"role": "ROLE_SYSTEM"}], "requestId": "`+uuid.NewString()+`"}`), request))
			call := wire.Call{Method: create, Request: request, Token: w.Key(t, w.AdminKey)}
			first, err := protocol.Do(t.Context(), call)
			require.NoError(t, err)
			require.Equal(t, codes.OK, first.Status.Code(), first.Status.Message())
			secret := first.Message.ProtoReflect().Get(first.Message.ProtoReflect().Descriptor().Fields().ByName("secret")).String()
			require.NotEmpty(t, secret)
			again, err := protocol.Do(t.Context(), call)
			require.NoError(t, err)
			require.Equal(t, "SECRET_ALREADY_SHOWN", reason(again.Status))
			require.NotContains(t, again.Status.String(), secret)
		})
	}
}

func find(t *testing.T, wanted string) protoreflect.MethodDescriptor {
	for _, method := range methods() {
		if name(method) == wanted {
			return method
		}
	}
	require.Fail(t, "no method "+wanted)
	return nil
}
