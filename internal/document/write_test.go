package document_test

import (
	"flag"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/document"
)

var update = flag.Bool("update", false, "write the golden file anew")

// What is written is pleasant to read and to change by hand.
func TestWriteGolden(t *testing.T) {
	const golden = "testdata/written.yaml"
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	message := newForm(t)
	_, err = document.Read(golden, want, message)
	require.NoError(t, err)
	got, err := document.Write(message)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o600))
	}
	require.Equal(t, string(want), string(got))
}

func TestAnInstantBeyondTheCalendarIsNotWritten(t *testing.T) {
	message := newForm(t)
	time := message.ProtoReflect().Descriptor().Fields().ByName("create_time")
	stamp := message.ProtoReflect().Mutable(time).Message()
	stamp.Set(stamp.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(math.MaxInt64))
	_, err := document.Write(message)
	require.ErrorContains(t, err, "Timestamp")
}

// Whatever is written is read as it was, and has one form alone.
func TestRoundTrip(t *testing.T) {
	empty := newForm(t)
	rapid.Check(t, func(t *rapid.T) {
		message := proto.Clone(empty)
		fill(t, message.ProtoReflect())
		text, err := document.Write(message)
		require.NoError(t, err)
		read := proto.Clone(empty)
		_, err = document.Read("it", text, read)
		require.NoError(t, err, string(text))
		require.True(t, proto.Equal(message, read), string(text))
		again, err := document.Write(read)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
	})
}

// fill sets some fields of a message to anything.
func fill(t *rapid.T, m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if !rapid.Bool().Draw(t, string(field.FullName())) {
			continue
		}
		switch {
		case field.IsMap():
			for range rapid.IntRange(1, 3).Draw(t, "entries") {
				key := anything(t, field.MapKey()).MapKey()
				if field.MapKey().Kind() == protoreflect.StringKind {
					key = protoreflect.ValueOfString(rapid.OneOf(rapid.StringN(0, 20, 100), odd).Draw(t, "key")).MapKey()
				}
				if field.MapValue().Message() != nil {
					fill(t, m.Mutable(field).Map().Mutable(key).Message())
				} else {
					m.Mutable(field).Map().Set(key, anything(t, field.MapValue()))
				}
			}
		case field.IsList():
			for range rapid.IntRange(1, 3).Draw(t, "items") {
				if field.Message() != nil {
					fill(t, m.Mutable(field).List().AppendMutable().Message())
				} else {
					m.Mutable(field).List().Append(anything(t, field))
				}
			}
		case field.Message() != nil && field.Message().ParentFile().Package() == "google.protobuf":
			fromJSON(t, m.Mutable(field).Message())
		case field.Message() != nil:
			fill(t, m.Mutable(field).Message())
		default:
			m.Set(field, anything(t, field))
		}
	}
}

func anything(t *rapid.T, field protoreflect.FieldDescriptor) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text().Draw(t, "text"))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(rapid.Bool().Draw(t, "bool"))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(rapid.Int32Range(0, 2).Draw(t, "enum")))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(rapid.OneOf(rapid.Float32(), rapid.Just(float32(math.Inf(1))), rapid.Just(float32(math.NaN()))).Draw(t, "float"))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(rapid.OneOf(rapid.Float64(), rapid.Just(math.Inf(-1)), rapid.Just(math.NaN())).Draw(t, "double"))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(rapid.Uint32().Draw(t, "uint32"))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(rapid.Uint64().Draw(t, "uint64"))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(rapid.Int64().Draw(t, "int64"))
	default:
		return protoreflect.ValueOfInt32(rapid.Int32().Draw(t, "int32"))
	}
}

// text is anything that people write, and what YAML could take for something else.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[ -~\t\n“”，。我你 ]{0,40}`),
		rapid.StringMatching(`([a-z,:#'"-]{1,12} ){20,40}[a-z.]+`),
		rapid.StringMatching(`([a-z我们 ]{0,12}\n){0,4}[a-z]*`),
		odd,
	)
}

var odd = rapid.SampledFrom([]string{
	"", " ", "null", "~", "no", "yes", "y", "on", "true", "1", "-1.5e3", "0x1f", "1_000", "2026-11-22", "12:30:45", "<<", "=", "-", "- a",
	"? a", "a: b", "a #b", "# a", "[a]", "{a: b}", "!x", "&a", "*a", "|", ">", "%a", "@a", "`a`", "'", `"`, `\`, "---", "...", "a\n", "\na", "a\r\nb",
	"😀", "😀\n😀", "\u0085", "\u2028", "\ufeff", "a\u200fb", "\x00", "\x7f", "\u009f",
})

// fromJSON sets a message that JSON writes in a way of its own.
func fromJSON(t *rapid.T, m protoreflect.Message) {
	said := map[protoreflect.Name][]string{
		"Timestamp": {`"2026-11-22T08:30:00Z"`, `"0001-01-01T00:00:00.000000001Z"`},
		"Duration":  {`"90s"`, `"-0.000000001s"`},
		"Struct":    {`{}`, `{"a": null, "true": [1, -2.5, "no", [], [[3]], {"b": false}], "": {"x": {}}}`},
		"Value":     {`null`, `"null"`, `1e300`, `[[], {}, "a\nb"]`, `{"a": "b"}`},
	}[m.Descriptor().Name()]
	require.NoError(t, protojson.Unmarshal([]byte(rapid.SampledFrom(said).Draw(t, "json")), m.Interface()))
}
