package document_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	_ "google.golang.org/protobuf/types/known/structpb" // named by the form, as are the texts

	_ "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/document"
	"github.com/hearth-culture/hearth/internal/model"
)

// newForm is an empty message of testdata/form.textproto.
func newForm(t require.TestingT) proto.Message {
	text, err := os.ReadFile("testdata/form.textproto")
	require.NoError(t, err)
	var described descriptorpb.FileDescriptorProto
	require.NoError(t, prototext.Unmarshal(text, &described))
	file, err := protodesc.NewFile(&described, protoregistry.GlobalFiles)
	require.NoError(t, err)
	return dynamicpb.NewMessage(file.Messages().ByName("Form"))
}

const pulse = `# Two ways of writing a text in several languages.
display_name: {zh-CN: 归属感脉搏, en: Belonging pulse}
items:
  - id: HEARD
    required: true
    text:
      zh-CN: 我的意见有人倾听。
      en: >-
        My opinion
        is heard.
    rating: {min: 1, max: 5}
  - id: GROW
    text:
      texts: {en: "I can see my next step."}
    rating:
      min: -2
      max: 2
createTime: 2026-11-22T08:30:00Z
`

// What is read is what JSON says.
func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a form": {pulse, `{"displayName": {"texts": {"zh-CN": "归属感脉搏", "en": "Belonging pulse"}}, "createTime": "2026-11-22T08:30:00Z", "items": [
			{"id": "HEARD", "required": true, "text": {"texts": {"zh-CN": "我的意见有人倾听。", "en": "My opinion is heard."}}, "rating": {"min": 1, "max": 5}},
			{"id": "GROW", "text": {"texts": {"en": "I can see my next step."}}, "rating": {"min": -2, "max": 2}}]}`},
		"numbers":                {"kinds: {double: 1e3, float: -Infinity, int64: '-7', uint64: 18446744073709551615, fixed64: 8}", `{"kinds": {"double": 1000, "float": "-Infinity", "int64": "-7", "uint64": "18446744073709551615", "fixed64": 8}}`},
		"whole, written odd":     {"kinds: {int64: 5.0, uint32: 1e2, sint32: -0}", `{"kinds": {"int64": 5, "uint32": 100}}`},
		"bytes of both kinds":    {"kinds: {bytes: _-8=}", `{"kinds": {"bytes": "/+8="}}`},
		"values by name, number": {"state: STATE_DRAFT\nkinds: {states: [STATE_PUBLISHED, 1]}", `{"state": 1, "kinds": {"states": [2, 1]}}`},
		"nothing given":          {"state:\nitems: ~\nkinds: {maybe: 0}", `{"kinds": {"maybe": 0}}`},
		"empty":                  {"kinds: {}", `{"kinds": {}}`},
		"texts that look else":   {"kinds: {texts: [no, 2026-01-01, '1', y, off]}", `{"kinds": {"texts": ["no", "2026-01-01", "1", "y", "off"]}}`},
		"maps":                   {"kinds: {by_number: {-1: 0.5}, byTruth: {true: x}, by_name: {no: {min: 1}, '1': {}}}", `{"kinds": {"byNumber": {"-1": 0.5}, "byTruth": {"true": "x"}, "byName": {"no": {"min": 1}, "1": {}}}}`},
		"what JSON writes anew":  {"wait: 90.5s\nany: ~\nmore: {a: ~, b: [1, x, True, {c: 1.5}]}", `{"wait": "90.500s", "any": null, "more": {"a": null, "b": [1, "x", true, {"c": 1.5}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := newForm(t)
			_, err := document.Read("it", []byte(c.text), got)
			require.NoError(t, err)
			want := got.ProtoReflect().New().Interface()
			require.NoError(t, protojson.Unmarshal([]byte(c.want), want))
			require.Empty(t, cmp.Diff(want, got, protocmp.Transform()))
		})
	}
}

// A field that a server refuses is found in the file, or what stands around it.
func TestPlace(t *testing.T) {
	read, err := document.Read("pulse.yaml", []byte(pulse), newForm(t))
	require.NoError(t, err)
	for field, want := range map[string]string{
		"display_name":                 "2:1",
		"display_name.texts":           "2:15",
		`display_name.texts["zh-CN"]`:  "2:16",
		"items":                        "3:1",
		"items[0]":                     "4:5",
		"items[0].id":                  "4:5",
		`items[0].text.texts["zh-CN"]`: "7:7",
		"items[0].rating":              "11:5",
		"items[0].rating.max":          "11:22",
		"items[1].text":                "13:5",
		`items[1].text.texts["en"]`:    "14:15",
		"items[1].rating.max":          "17:7",
		"create_time":                  "18:1",
		// Nothing is there.
		"items[1].kind":              "12:5",
		"items[1].rating.steps[2]":   "15:5",
		`items[1].text.texts["x.y"]`: "14:7",
		"items[7].id":                "3:1",
		"purpose":                    "2:1",
		"":                           "2:1",
	} {
		require.Equal(t, "pulse.yaml:"+want, read.Place(field).String(), field)
	}
	problem := read.Problem("items[1].rating.max", model.Say("is too large", "过大"))
	require.Equal(t, model.Words{
		En: "pulse.yaml:17:7: items[1].rating.max: is too large", ZhCN: "pulse.yaml:17:7: items[1].rating.max：过大",
	}, problem.Words())
}

// Every file below testdata/bad begins with what is to be said of it, in the order of its lines.
func TestBadFiles(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(paths), 20)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			var want []string
			for line := range strings.Lines(string(text)) {
				if said, ok := strings.CutPrefix(line, "#! "); ok {
					want = append(want, strings.TrimSuffix(said, "\n"))
				}
			}
			_, err = document.Read("it", text, newForm(t))
			require.IsType(t, document.Problems{}, err)
			require.Equal(t, strings.Join(want, "\n"), err.Error())
		})
	}
}

func TestTooMuch(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"too large":      {strings.Repeat("#", document.MaxBytes+1), "it: is larger than 4 MiB"},
		"empty":          {"", "it: is empty"},
		"only a comment": {"# nothing\n", "it: is empty"},
		"not UTF-8":      {"display_name:\n  {en: \"caf\xe9\"}", "it:2:12: is not UTF-8"},
		"UTF-16":         {"\xff\xfei\x00", "it:1:1: is not UTF-8"},
		"deep":           {"items: " + strings.Repeat("[", 20_000), "it:1:1: is not YAML: exceeded max depth of 10000"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := document.Read("it", []byte(c.text), newForm(t))
			require.EqualError(t, err, c.want)
		})
	}
	_, err := document.Read("it", []byte("items:\n"+strings.Repeat("  - {x: 1}\n", 1000)), newForm(t))
	require.Len(t, err, 100, "as many as anybody mends at once")
}

// The problems are said in the language of the person who wrote the file.
func TestInChinese(t *testing.T) {
	_, err := document.Read("表.yaml", []byte("items:\n  - rating: {max: 五}\n"), newForm(t))
	require.Equal(t, "表.yaml:2:19: items[0].rating.max：不是 -2147483648 至 2147483647 之间的整数", err.(document.Problems).Words().ZhCN)
}
