// Package catalogue writes the list of all events from the contract, for those who subscribe to them.
package catalogue

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

const head = `# Events

<!-- Written from the contract by "go test ./internal/event/catalogue -update". Changes by hand are lost. -->

What happens in a service is told to the others, and to whoever else may subscribe, on NATS JetStream: a stream for each service
(` + "`HEARTH_DIRECTORY`" + ` holds ` + "`hearth.directory.>`" + `), kept for seven days. The attributes are CloudEvents headers in binary mode
(` + "`ce-id`, `ce-source`, `ce-type`, `ce-subject`, `ce-time`" + `), the payload is the message below in protobuf's binary form.

* An event may come more than once: ` + "`ce-id`" + ` tells. It may come late, behind newer ones.
* A **state** event carries its aggregate (` + "`ce-subject`" + `) as it was at a version (` + "`ce-hearthversion`" + `): keep the newest, drop older ones.
* A **fact** event says that something happened: apply each once, in any order.
* A message with the header ` + "`hearth-replay-for`" + ` is repeated for the consumer that it names. All others pass it by.
* No personal answer, comment or score is ever in an event.
* **Heard by** names the services of Hearth that act upon it. All keep their copy of the organisation from it, and erase whom it erases.
* What is **said by nobody yet** belongs to a service that is still to come. Who listens may subscribe already.

## How another system reads them

As the NATS user of docs/operating.md, in the JetStream domain ` + "`hearth`" + `. Each stream keeps a durable pull consumer of that user's name,
which holds what was not acknowledged; nothing has to be made, and nothing else may be asked. In Go:

	conn, err := nats.Connect("nats://127.0.0.1:4222", nats.UserInfo("reader", password))
	js, err := jetstream.NewWithDomain(conn, "hearth")
	events, err := js.Consumer(ctx, "HEARTH_DIRECTORY", "reader")
	batch, err := events.Fetch(100)
	for msg := range batch.Messages() {
		if msg.Subject() == "hearth.directory.v1.person.changed" {
			var changed directoryv1.PersonChanged
			err = proto.Unmarshal(msg.Data(), &changed) // and keep it
		}
		err = msg.Ack()
	}

The consumer brings all events of its stream: acknowledge those that you do not need, too. The messages are in ` + "`proto/hearth`" + `.
`

// entry is one event.
type entry struct {
	subject string
	kind    string
	toCome  bool
	heardBy []string
	message protoreflect.MessageDescriptor
}

// Markdown writes the events of all registered messages. root is the folder of the module, where the comments stand.
func Markdown(files *protoregistry.Files, root string) (string, error) {
	var text strings.Builder
	text.WriteString(head)
	for _, e := range entries(files) {
		code := strings.TrimSuffix(e.message.ParentFile().Path(), ".proto") + ".pb.go"
		comments, err := commentsOf(filepath.Join(root, "proto", filepath.FromSlash(code)), string(e.message.Name()))
		if err != nil {
			return "", fmt.Errorf("catalogue: %s: %w", e.message.FullName(), err)
		}
		fmt.Fprintf(&text, "\n## %s\n\n%s\n\n**%s** · `%s`", e.subject, comments[""], e.kind, e.message.FullName())
		if len(e.heardBy) > 0 {
			fmt.Fprintf(&text, " · heard by %s", strings.Join(e.heardBy, ", "))
		}
		if e.toCome {
			text.WriteString(" · said by nobody yet")
		}
		text.WriteString("\n")
		if e.message.Fields().Len() > 0 {
			text.WriteString("\n| field | type | |\n|---|---|---|\n")
		}
		for i := range e.message.Fields().Len() {
			field := e.message.Fields().Get(i)
			fmt.Fprintf(&text, "| `%s` | %s | %s |\n", field.Name(), typeOf(field), comments[string(field.Name())])
		}
	}
	return text.String(), nil
}

func entries(files *protoregistry.Files) []entry {
	var all []entry
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Messages().Len() {
			message := file.Messages().Get(i)
			e, _ := proto.GetExtension(message.Options(), optionv1.E_Event).(*optionv1.Event) // nil where the option is not set
			if e == nil {
				continue
			}
			service := strings.Split(string(file.Package()), ".")[1]
			if service == "type" {
				service = "<service>"
			}
			kind := strings.ToLower(strings.TrimPrefix(e.GetKind().String(), "EVENT_KIND_"))
			all = append(all, entry{"hearth." + service + ".v1." + e.GetResource() + "." + e.GetFact(), kind, e.GetToCome(), e.GetHeardBy(), message})
		}
		return true
	})
	slices.SortFunc(all, func(a, b entry) int { return cmp.Compare(a.subject, b.subject) })
	return all
}

func typeOf(field protoreflect.FieldDescriptor) string {
	name := field.Kind().String()
	switch {
	case field.IsMap():
		return fmt.Sprintf("map of %s to %s", typeOf(field.MapKey()), typeOf(field.MapValue()))
	case field.Message() != nil:
		name = "`" + string(field.Message().FullName()) + "`"
	case field.Enum() != nil:
		name = "`" + string(field.Enum().FullName()) + "`"
	}
	if field.IsList() {
		return "list of " + name
	}
	return name
}

// commentsOf reads the comments that the contract gives a message, under "", and its fields, under their names. The
// descriptors hold none; the generated code does.
func commentsOf(path, message string) (map[string]string, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		declaration, ok := node.(*ast.GenDecl)
		if !ok || len(declaration.Specs) != 1 {
			return true
		}
		spec, ok := declaration.Specs[0].(*ast.TypeSpec)
		if !ok || spec.Name.Name != message {
			return true
		}
		comments[""] = line(declaration.Doc)
		if structure, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range structure.Fields.List {
				if field.Tag != nil {
					comments[protoName(field.Tag.Value)] = line(field.Doc)
				}
			}
		}
		return false
	})
	if comments[""] == "" {
		return nil, fmt.Errorf("it has no comment")
	}
	return comments, nil
}

func line(group *ast.CommentGroup) string {
	return strings.Join(strings.Fields(group.Text()), " ")
}

func protoName(tag string) string {
	for part := range strings.SplitSeq(reflect.StructTag(strings.Trim(tag, "`")).Get("protobuf"), ",") {
		if name, ok := strings.CutPrefix(part, "name="); ok {
			return name
		}
	}
	return "-"
}
