package constraint

import (
	"strings"
	"sync"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// words are those that stand in the contracts: by the id of a rule, and by pattern.
type words struct{ rules, patterns map[string]model.Words }

var catalogue = sync.OnceValue(func() words {
	found := words{map[string]model.Words{}, map[string]model.Words{}}
	Each(func(message protoreflect.MessageDescriptor) {
		said, _ := proto.GetExtension(message.Options(), optionv1.E_Rules).([]*optionv1.RuleWords)
		for _, rule := range said {
			found.rules[rule.GetId()] = read(rule.GetWords())
		}
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			if said, _ := proto.GetExtension(field.Options(), optionv1.E_Pattern).(*optionv1.Words); said != nil {
				found.patterns[patternOf(field)] = read(said)
			}
		}
	})
	return found
})

func read(said *optionv1.Words) model.Words {
	return model.Words{En: said.GetEn(), ZhCN: said.GetZhCn()}
}

// patternOf is the pattern of a text, of the texts in a list, or of the keys of a map.
func patternOf(field protoreflect.FieldDescriptor) string {
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	for _, of := range []*validate.FieldRules{rules, rules.GetRepeated().GetItems(), rules.GetMap().GetKeys()} {
		if pattern := of.GetString().GetPattern(); pattern != "" {
			return pattern
		}
	}
	return ""
}

// Each visits the messages of all of Hearth's contracts that are linked into this program.
func Each(visit func(protoreflect.MessageDescriptor)) {
	var all func(protoreflect.MessageDescriptors)
	all = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			visit(messages.Get(i))
			all(messages.Get(i).Messages())
		}
	}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "hearth.") {
			all(file.Messages())
		}
		return true
	})
}
