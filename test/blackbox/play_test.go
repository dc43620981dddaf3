package blackbox_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/wire"
)

// is maps names to texts.
type is map[string]string

// step is one call and what must come back. In send, gets and meta, ${name} is what an earlier step kept, ${id name} a request id that is
// the same wherever the name is, and ${commitment 1 to name} the digest by which the first party of a kept round commits.
type step struct {
	// does says what the step shows. It names the step.
	does string
	// by is the name under which the caller's token was kept; the administrator when empty.
	by string
	// call is the method, such as "directory.UnitService/GetUnit"; send its request as JSON.
	call, send string
	// reads is the header Accept-Language.
	reads string
	// gets is JSON that the answer must hold: what it names must be so, "*" is anything but nothing, null is nothing.
	gets string
	// keep keeps fields of the answer, by their paths.
	keep is
	// replayed demands the mark of a replayed answer; without it there must be none.
	replayed bool
	// fails is the reason for which the call must be refused; fields are the only ones that it names as wrong, meta what it adds.
	fails  string
	fields []string
	meta   is
	// says is the language of the refusal's sentence; "en" when empty.
	says string
	// soon is for what follows an event: the call is repeated until this comes back.
	soon bool
	// passes is how much time goes by for the services before the call.
	passes time.Duration
}

const (
	admin  = "admin"
	nobody = "nobody"
)

// play plays the table once.
type play struct {
	*testing.T
	protocol wire.Protocol
	kept     is
	heard    transcript
	mask     *mask
	pass     func(time.Duration)
}

func newPlay(t *testing.T, h *house.House, protocol wire.Protocol, heard transcript) *play {
	return &play{T: t, protocol: protocol, heard: heard, mask: newMask(), pass: h.Pass,
		kept: is{admin: h.Key(t, h.AdminKey), "adminSecret": h.AdminKey, nobody: "", "import": dryImport(t, h), "incentive": h.Service(t, "incentive"), "directory": h.Service(t, "directory")}}
}

// dryImport tries a file of one row, over gRPC alone; what became of the rows is read over every protocol.
func dryImport(t *testing.T, h *house.House) string {
	stream, err := directoryv1.NewImportServiceClient(h.Conn()).ImportPeople(h.Admin(t))
	require.NoError(t, err)
	require.NoError(t, stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{
		Options: &directoryv1.ImportOptions{Source: "payroll", DryRun: true},
	}}))
	require.NoError(t, stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: &directoryv1.ImportRows{
		People: []*directoryv1.PersonRow{{
			ExternalId: &typev1.ExternalId{Source: "payroll", Id: "1"}, DisplayName: "Ida", Number: "1", Employer: "in-house", HireDate: "2020-01-01", Unit: "NOWHERE",
		}},
	}}}))
	operation, err := stream.CloseAndRecv()
	require.NoError(t, err)
	return operation.GetName()
}

// run plays the steps. What fails is reported, and the rest played on: one run shows all that is wrong.
func (p *play) run(steps []step) {
	for _, s := range steps {
		method := p.method(s.call)
		if !p.protocol.Has(method) {
			continue
		}
		p.pass(s.passes)
		if err := p.missing(s.send + s.gets); err != nil {
			p.Errorf("%s: %v", s.does, err)
			continue
		}
		if s.soon {
			require.EventuallyWithT(p, func(c *assert.CollectT) { require.NoError(c, p.try(s, method), s.does) }, 30*time.Second, 20*time.Millisecond)
			continue
		}
		if wrong := p.try(s, method); wrong != nil {
			p.Errorf("%s: %v", s.does, wrong)
		}
	}
}

// try makes the call and says what is wrong with the answer.
func (p *play) try(s step, method protoreflect.MethodDescriptor) error {
	request := dynamicpb.NewMessage(method.Input())
	if err := protojson.Unmarshal([]byte(p.fill(s.send, "{}")), request); err != nil {
		return fmt.Errorf("the table's request: %w", err)
	}
	by := s.by
	if by == "" {
		by = admin
	}
	token, known := p.kept[by]
	if !known {
		return fmt.Errorf("no step kept the caller %q", by)
	}
	ctx, cancel := context.WithTimeout(p.Context(), time.Minute)
	defer cancel()
	answer, err := p.protocol.Do(ctx, wire.Call{Method: method, Request: request, Token: token, Language: s.reads})
	if err != nil {
		return err
	}
	if answer.Replayed != s.replayed {
		return fmt.Errorf("replayed: %v", answer.Replayed)
	}
	if s.fails != "" {
		if err := p.refused(s, answer.Status); err != nil {
			return err
		}
		return p.hear(s, answer.Status.Proto())
	}
	if answer.Status.Code() != codes.OK {
		return fmt.Errorf("refused: %v", answer.Status)
	}
	if err := p.answered(s, answer.Message); err != nil {
		return err
	}
	return p.hear(s, answer.Message)
}

func (p *play) answered(s step, message protoreflect.ProtoMessage) error {
	got, err := decoded(message)
	if err != nil {
		return err
	}
	if err := holds(got, p.fill(s.gets, "{}")); err != nil {
		return fmt.Errorf("%w\nin %v", err, got)
	}
	for name, path := range s.keep {
		value, ok := at(got, path).(string)
		if !ok || value == "" {
			return fmt.Errorf("nothing to keep at %s in %v", path, got)
		}
		p.kept[name] = value
	}
	return nil
}

// hear compares with what the first play of the table heard.
func (p *play) hear(s step, message protoreflect.ProtoMessage) error {
	masked, err := p.mask.hide(message)
	if err != nil {
		return err
	}
	return p.heard.compare(s.does, p.Name(), masked)
}

var placeholder = regexp.MustCompile(`\$\{(id |commitment [12] to )?([^}]*)\}`)

// fill puts what was kept into a text.
func (p *play) fill(text, empty string) string {
	if text == "" {
		return empty
	}
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		parts := placeholder.FindStringSubmatch(found)
		if party, ok := strings.CutPrefix(parts[1], "commitment "); ok {
			return commitment(party[:1], p.kept[parts[2]])
		}
		name := parts[1] + parts[2]
		if _, known := p.kept[name]; !known && parts[1] != "" {
			p.kept[name] = uuid.NewString()
		}
		return p.kept[name]
	})
}

// missing says which name in a text no step kept.
func (p *play) missing(text string) error {
	for _, parts := range placeholder.FindAllStringSubmatch(text, -1) {
		if _, known := p.kept[parts[2]]; !known && parts[1] != "id " {
			return fmt.Errorf("no step kept %q", parts[2])
		}
	}
	return nil
}

func (p *play) method(short string) protoreflect.MethodDescriptor {
	service, name, _ := strings.Cut(short, ".")
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("hearth." + service + ".v1." + strings.ReplaceAll(name, "/", ".")))
	require.NoError(p, err, short)
	return found.(protoreflect.MethodDescriptor)
}

// short is how the table names a method.
func short(method protoreflect.MethodDescriptor) string {
	name := strings.TrimPrefix(wire.FullMethod(method), "/hearth.")
	return strings.Replace(name, ".v1.", ".", 1)
}
