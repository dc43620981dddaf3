package rpc_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/constraint"
)

// What stands in the contracts of all services is said to people in both languages, without the regular expression. A service whose
// contract is new is imported in permission_test.go.
func TestEveryConstraintHasWords(t *testing.T) {
	seen := map[string]bool{}
	constraint.Each(func(message protoreflect.MessageDescriptor) {
		rules, _ := proto.GetExtension(message.Options(), validate.E_Message).(*validate.MessageRules)
		for _, rule := range rules.GetCel() {
			id := rule.GetId()
			seen[id] = true
			words, ok := constraint.OfMessage(id)
			require.True(t, ok, "the rule %s of %s has no (hearth.option.v1.rules)", id, message.FullName())
			requireWords(t, words, message.FullName())
			if field, ok := strings.CutSuffix(id, ".required"); ok {
				require.NotNil(t, message.Fields().ByName(protoreflect.Name(field)), "%s of %s names no field", id, message.FullName())
			}
		}
		require.Empty(t, rules.GetCelExpression(), "%s: give the rule an id and words", message.FullName())
		require.Empty(t, rules.GetOneof(), "%s: a rule over fields without words", message.FullName())
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			if of, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules); of != nil {
				eachRule(t, of.ProtoReflect(), func(rules protoreflect.Message, id string) {
					seen[id] = true
					words, ok := constraint.OfField(rules, id)
					require.True(t, ok, "%s of %s has no words: add them to package constraint, or to a pattern by (hearth.option.v1.pattern)", id, field.FullName())
					requireWords(t, words, field.FullName())
				})
			}
		}
	})
	for _, id := range []string{"required", "string.pattern", "string.uuid_empty", "int32.gte_lte", "enum.not_in", "repeated.unique", "rating.points"} {
		require.True(t, seen[id], id)
	}
}

// requireWords: there is something to read in each language, in its own script.
func requireWords(t *testing.T, words model.Words, of protoreflect.FullName) {
	t.Helper()
	han := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	require.NotEmpty(t, words.En, of)
	require.False(t, han(words.En), "%s: %s", of, words.En)
	require.True(t, han(words.ZhCN), "%s: %q", of, words.ZhCN)
	for _, text := range []string{words.En, words.ZhCN} {
		require.NotContains(t, text, "%", of)
		require.NotRegexp(t, `\[[^\]]+\]\{|^\^|\$$`, text, of)
	}
}

// eachRule visits the ids that violations of rules can have, with those among which each rule stands.
func eachRule(t *testing.T, rules protoreflect.Message, visit func(protoreflect.Message, string)) {
	kind := strings.ToLower(strings.TrimSuffix(string(rules.Descriptor().Name()), "Rules"))
	rules.Range(func(rule protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		said, _ := proto.GetExtension(rule.Options(), validate.E_Predefined).(*validate.PredefinedRules)
		switch {
		case kind == "field" && rule.Name() == "ignore":
		case kind == "field" && rule.Name() == "required":
			visit(rules, "required")
		case rule.IsList() && rule.Message() != nil:
			require.Fail(t, "a rule in CEL on a field has no words yet", rule.FullName())
		case rule.Message() != nil:
			eachRule(t, value.Message(), visit)
		case len(said.GetCel()) == 0:
			visit(rules, kind+"."+string(rule.Name()))
		default:
			for _, rule := range said.GetCel() {
				if applies(rules, rule.GetId()) {
					visit(rules, rule.GetId())
				}
			}
		}
		return true
	})
}

// applies tells the id of the bounds that a rule has from those of other pairs of bounds.
func applies(rules protoreflect.Message, id string) bool {
	lower, upper := []string{"gt", "gte"}, []string{"lt", "lte"}
	_, rule, _ := strings.Cut(id, ".")
	sides := strings.Split(rule, "_")
	if !slices.Contains(lower, sides[0]) && !slices.Contains(upper, sides[0]) {
		return true
	}
	var has []string
	for _, side := range append(lower, upper...) {
		if rules.Has(rules.Descriptor().Fields().ByName(protoreflect.Name(side))) {
			has = append(has, side)
		}
	}
	return slices.Equal(sides, has)
}

// A pattern has one meaning, so its words stand once; and words that belong to no rule help nobody.
func TestWordsOfRulesStandOnce(t *testing.T) {
	patterns := map[string]protoreflect.FullName{}
	constraint.Each(func(message protoreflect.MessageDescriptor) {
		rules, _ := proto.GetExtension(message.Options(), validate.E_Message).(*validate.MessageRules)
		said, _ := proto.GetExtension(message.Options(), optionv1.E_Rules).([]*optionv1.RuleWords)
		for _, words := range said {
			require.True(t, slices.ContainsFunc(rules.GetCel(), func(rule *validate.Rule) bool { return rule.GetId() == words.GetId() }),
				"%s has no rule %s", message.FullName(), words.GetId())
		}
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			if !proto.HasExtension(field.Options(), optionv1.E_Pattern) {
				continue
			}
			of, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
			pattern := of.GetString().GetPattern() + of.GetRepeated().GetItems().GetString().GetPattern() + of.GetMap().GetKeys().GetString().GetPattern()
			require.NotEmpty(t, pattern, field.FullName())
			require.Empty(t, patterns[pattern], "%s has the words already; %s needs none", patterns[pattern], field.FullName())
			patterns[pattern] = field.FullName()
		}
	})
}
