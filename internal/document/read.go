package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// maxProblems are as many as anybody mends in one go.
const maxProblems = 100

// maxName is how many bytes the name of an entry may take as it is written; YAML has no longer ones.
const maxName = 1000

// reader walks the nodes of a document along the fields of a message.
type reader struct {
	file     string
	places   map[string]Place
	problems Problems
}

func placeOf(file string, node *yaml.Node) Place { return Place{file, node.Line, node.Column} }

func (r *reader) refuse(node *yaml.Node, field string, why model.Words) {
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, Problem{Place: placeOf(r.file, node), Field: field, Why: why})
	}
}

// plain refuses what makes one thing of another: a few lines of references can stand for billions of nodes.
func (r *reader) plain(node *yaml.Node) {
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		r.refuse(node, "", model.Say("anchors and aliases are not taken", "不接受锚点与别名"))
	case node.Style&yaml.TaggedStyle != 0:
		r.refuse(node, "", model.Say("tags such as %s are not taken", "不接受 %s 之类的标签", node.Tag))
	}
	for _, inner := range node.Content {
		r.plain(inner)
	}
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

func (r *reader) message(node *yaml.Node, path string, m protoreflect.Message) {
	switch name := m.Descriptor().FullName(); {
	case name == localizedText:
		r.text(node, path, m)
	case name.Parent() == "google.protobuf" && isKnown(name):
		r.known(node, path, m)
	default:
		r.fields(node, path, m)
	}
}

// fields reads the fields of a message by their names.
func (r *reader) fields(node *yaml.Node, path string, m protoreflect.Message) {
	seen := map[protoreflect.FieldNumber]int{} // field to line
	chosen := map[protoreflect.Name]string{}   // oneof to the field that was given
	r.pairs(node, path, func(key, value *yaml.Node) {
		field := fieldOf(m.Descriptor(), key.Value)
		if field == nil {
			r.refuse(key, join(path, key.Value), model.Say("there is no such field; there are %s", "没有该字段；可用字段：%s", namesOf(m.Descriptor())))
			return
		}
		at := join(path, string(field.Name()))
		if line, twice := seen[field.Number()]; twice {
			r.refuse(key, at, model.Say("stands twice, first in line %d", "重复出现，首次出现在第 %d 行", line))
			return
		}
		seen[field.Number()] = key.Line
		r.places[at] = placeOf(r.file, key)
		if isNull(value) && !takesNull(field) {
			return // as in JSON: not given
		}
		if oneof := field.ContainingOneof(); oneof != nil {
			if other, taken := chosen[oneof.Name()]; taken {
				r.refuse(key, at, model.Say("cannot stand beside %s: there is one of them", "不能与 %s 同时出现：只能选其一", other))
				return
			}
			chosen[oneof.Name()] = string(field.Name())
		}
		r.field(value, at, m, field)
	})
}

func (r *reader) field(node *yaml.Node, path string, m protoreflect.Message, field protoreflect.FieldDescriptor) {
	switch {
	case field.IsMap():
		r.entries(node, path, m.Mutable(field).Map(), field)
	case field.IsList():
		r.list(node, path, m.Mutable(field).List(), field)
	case field.Message() != nil:
		r.message(node, path, m.Mutable(field).Message())
	default:
		if value, ok := r.scalar(node, path, field); ok {
			m.Set(field, value)
		}
	}
}

func (r *reader) list(node *yaml.Node, path string, list protoreflect.List, field protoreflect.FieldDescriptor) {
	if node.Kind != yaml.SequenceNode {
		r.refuse(node, path, model.Say("is not a list; its lines begin with a dash", "须为列表，每项以短横线开头"))
		return
	}
	for i, item := range node.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		r.places[at] = placeOf(r.file, item)
		switch {
		case isNull(item) && !takesNull(field):
			r.refuse(item, at, model.Missing)
		case field.Message() != nil:
			r.message(item, at, list.AppendMutable().Message())
		default:
			if value, ok := r.scalar(item, at, field); ok {
				list.Append(value)
			}
		}
	}
}

func (r *reader) entries(node *yaml.Node, path string, entries protoreflect.Map, field protoreflect.FieldDescriptor) {
	r.pairs(node, path, func(name, value *yaml.Node) {
		key, at, ok := r.key(name, path, field.MapKey())
		if !ok {
			return
		}
		if entries.Has(key) {
			r.refuse(name, at, model.Say("stands twice", "重复出现"))
			return
		}
		r.places[at] = placeOf(r.file, name)
		switch of := field.MapValue(); {
		case isNull(value) && !takesNull(of):
			r.refuse(name, at, model.Missing)
		case of.Message() != nil:
			r.message(value, at, entries.Mutable(key).Message())
		default:
			if read, ok := r.scalar(value, at, of); ok {
				entries.Set(key, read)
			}
		}
	})
}

// key reads a key of a map. Numbers and truths are keys as they are written.
func (r *reader) key(node *yaml.Node, path string, field protoreflect.FieldDescriptor) (protoreflect.MapKey, string, bool) {
	if field.Kind() == protoreflect.StringKind {
		return protoreflect.ValueOfString(node.Value).MapKey(), path + "[" + strconv.Quote(node.Value) + "]", true
	}
	at := path + "[" + node.Value + "]"
	value, ok := r.scalar(node, at, field)
	if !ok {
		return protoreflect.MapKey{}, at, false
	}
	return value.MapKey(), at, true
}

// pairs visits the keys of a mapping with their values.
func (r *reader) pairs(node *yaml.Node, path string, visit func(key, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		r.refuse(node, path, model.Say("takes fields of its own, one a line", "须逐行填写其下的各个字段"))
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			r.refuse(key, path, model.Say("a name is to stand here", "此处应为名称"))
			continue
		}
		if len(key.Value) > maxName/4 { // which is written with four bytes for each at worst
			r.refuse(key, path, model.Say("a name is too long", "名称过长"))
			continue
		}
		visit(key, value)
	}
}

func fieldOf(message protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if field := message.Fields().ByTextName(name); field != nil {
		return field
	}
	return message.Fields().ByJSONName(name)
}

func namesOf(message protoreflect.MessageDescriptor) string {
	var names []string
	for i := range message.Fields().Len() {
		names = append(names, string(message.Fields().Get(i).Name()))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
