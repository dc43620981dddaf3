package gateway_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestJSONOfEveryAnswer shows in one file for each message how it looks with all its fields set and with none. A difference is a change
// that callers see.
func TestJSONOfEveryAnswer(t *testing.T) {
	folder := filepath.Join("testdata", "json")
	shown := map[string]bool{}
	for _, service := range permit.Services() {
		for i := range service.Methods().Len() {
			name := service.Methods().Get(i).Output().FullName()
			if shown[string(name)+".json"] {
				continue
			}
			shown[string(name)+".json"] = true
			t.Run(string(name), func(t *testing.T) {
				kind, err := protoregistry.GlobalTypes.FindMessageByName(name)
				require.NoError(t, err)
				full, empty := kind.New().Interface(), kind.New().Interface()
				fill(full.ProtoReflect(), 0)
				requireGolden(t, filepath.Join(folder, string(name)+".json"), map[string]proto.Message{"full": full, "empty": empty})
				for _, message := range []proto.Message{full, empty} {
					text, err := jsonform.Marshal(message)
					require.NoError(t, err)
					again := kind.New().Interface()
					require.NoError(t, jsonform.Unmarshal(text, again))
					require.Empty(t, cmp.Diff(message, again, protocmp.Transform()))
				}
			})
		}
	}
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, file := range files {
		require.True(t, shown[file.Name()], "%s is of no message any more", file.Name())
	}
}

func requireGolden(t *testing.T, path string, messages map[string]proto.Message) {
	t.Helper()
	forms := map[string]json.RawMessage{}
	for name, message := range messages {
		text, err := jsonform.Marshal(message)
		require.NoError(t, err)
		forms[name] = text
	}
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(forms))
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run: go test ./gateway -run TestJSONOfEveryAnswer -update; then read what it wrote")
	require.Empty(t, cmp.Diff(string(want), got.String()))
}

const deepest = 4

// fill sets every field, of a oneof the first.
func fill(message protoreflect.Message, depth int) {
	switch known := message.Interface().(type) {
	case *timestamppb.Timestamp:
		known.Seconds, known.Nanos = stamp.GetSeconds(), 123456000
		return
	case *anypb.Any:
		_ = known.MarshalFrom(&directoryv1.ImportSummary{Rows: 7, Created: 5, Refused: 2})
		return
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if of := field.ContainingOneof(); of != nil && message.WhichOneof(of) != nil {
			continue
		}
		switch {
		case field.Message() != nil && !field.IsMap() && depth >= deepest:
		case field.IsMap():
			message.Mutable(field).Map().Set(protoreflect.ValueOfString("zh-CN").MapKey(), protoreflect.ValueOfString("夜班 & <day>"))
		case field.IsList() && field.Message() != nil:
			fill(message.Mutable(field).List().AppendMutable().Message(), depth+1)
		case field.IsList():
			message.Mutable(field).List().Append(sample(field))
		case field.Message() != nil:
			fill(message.Mutable(field).Message(), depth+1)
		default:
			message.Set(field, sample(field))
		}
	}
}

func sample(field protoreflect.FieldDescriptor) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(field.Enum().Values().Get(1).Number())
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(7)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(1<<53 + 1)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(0.1)
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte{0, 255})
	}
	return protoreflect.ValueOfString(string(field.Name()))
}
