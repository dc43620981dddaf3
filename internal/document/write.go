package document

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Write writes a message so that Read reads the same: fields in the order of the contract, those that are not set left out. The same
// message is always the same text. What JSON or YAML cannot say is an error: an instant outside of the calendar, or a name in a map of a
// thousand bytes and more.
func Write(message proto.Message) ([]byte, error) {
	root, err := tree(message.ProtoReflect())
	if err != nil {
		return nil, err
	}
	var l layout
	if len(root.pairs) == 0 {
		l.out.WriteString("{}\n")
	}
	l.mapping(root, 0)
	return l.out.Bytes(), nil
}

// node is a value on its way to YAML: of pairs, list and scalar one counts.
type node struct {
	kind  kind
	pairs []pair
	list  []node
	text  string // a scalar
	// compact may stand on one line.
	compact bool
}

type kind int

const (
	mapping kind = iota
	list
	words // a text, to be quoted where YAML would take it for something else
	raw   // as it stands
)

type pair struct {
	key   string // with quotation marks where it needs them
	value node
}

// tree makes nodes of a message.
func tree(m protoreflect.Message) (node, error) {
	name := m.Descriptor().FullName()
	if name.Parent() == "google.protobuf" && isKnown(name) {
		return known(m)
	}
	if name == localizedText && len(m.GetUnknown()) == 0 {
		texts := m.Descriptor().Fields().ByName("texts")
		short, err := entries(m.Get(texts).Map(), texts)
		short.compact = true
		return short, err
	}
	whole := node{compact: true}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if !m.Has(field) {
			continue
		}
		value, err := valueNode(m.Get(field), field)
		if err != nil {
			return node{}, err
		}
		whole.compact = whole.compact && value.kind != mapping && value.kind != list
		whole.pairs = append(whole.pairs, pair{string(field.Name()), value})
	}
	return whole, nil
}

func valueNode(value protoreflect.Value, field protoreflect.FieldDescriptor) (node, error) {
	switch {
	case field.IsMap():
		return entries(value.Map(), field)
	case field.IsList():
		found := node{kind: list, compact: field.Message() == nil && field.Kind() != protoreflect.StringKind}
		for i := range value.List().Len() {
			item, err := single(value.List().Get(i), field)
			if err != nil {
				return node{}, err
			}
			found.list = append(found.list, item)
		}
		return found, nil
	default:
		return single(value, field)
	}
}

// entries are those of a map in the order of their keys, but Chinese first and English next, as people here read them.
func entries(from protoreflect.Map, field protoreflect.FieldDescriptor) (node, error) {
	var found node
	var failed error
	from.Range(func(key protoreflect.MapKey, value protoreflect.Value) bool {
		item, err := single(value, field.MapValue())
		name := key.String()
		if field.MapKey().Kind() == protoreflect.StringKind {
			name = inline(name)
		}
		if err == nil && len(name) > maxName {
			err = fmt.Errorf("document: a name of %d bytes in %s", len(name), field.FullName())
		}
		found.pairs, failed = append(found.pairs, pair{name, item}), err
		return err == nil
	})
	rank := func(key string) int { return slices.Index([]string{"en", "zh-CN"}, key) }
	slices.SortFunc(found.pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(rank(b.key), rank(a.key)), cmp.Compare(a.key, b.key))
	})
	return found, failed
}

func single(value protoreflect.Value, field protoreflect.FieldDescriptor) (node, error) {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return tree(value.Message())
	case protoreflect.StringKind:
		return node{kind: words, text: value.String()}, nil
	case protoreflect.BytesKind:
		return node{kind: words, text: base64.StdEncoding.EncodeToString(value.Bytes())}, nil
	case protoreflect.EnumKind:
		if named := field.Enum().Values().ByNumber(value.Enum()); named != nil {
			return node{kind: raw, text: string(named.Name())}, nil
		}
		return node{kind: raw, text: strconv.Itoa(int(value.Enum()))}, nil
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		text, err := json.Marshal(value.Interface())
		if err != nil { // of the numbers, those that are none
			text = []byte(map[bool]string{true: "Infinity", false: "-Infinity"}[value.Float() > 0])
			if value.Float() != value.Float() {
				text = []byte("NaN")
			}
		}
		return node{kind: raw, text: string(text)}, nil
	default:
		return node{kind: raw, text: value.String()}, nil
	}
}

// known is a message as its JSON says it.
func known(m protoreflect.Message) (node, error) {
	text, err := protojson.Marshal(m.Interface())
	if err != nil {
		return node{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return node{}, err
	}
	return free(value), nil
}

func free(value any) node {
	switch value := value.(type) {
	case map[string]any:
		var found node
		for _, key := range slices.Sorted(maps.Keys(value)) {
			found.pairs = append(found.pairs, pair{inline(key), free(value[key])})
		}
		return found
	case []any:
		found := node{kind: list}
		for _, item := range value {
			found.list = append(found.list, free(item))
		}
		return found
	case string:
		return node{kind: words, text: value}
	case json.Number:
		return node{kind: raw, text: value.String()}
	case bool:
		return node{kind: raw, text: strconv.FormatBool(value)}
	default:
		return node{kind: raw, text: "null"}
	}
}
