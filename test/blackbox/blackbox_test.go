// Package blackbox_test uses a whole Hearth as its users do: one table of calls, each with what must come back, is played over every
// protocol and in both shapes. What comes back must also be the same everywhere, to the letter of every refusal.
package blackbox_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	_ "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/wire"
)

// table is everything that is called, in this order.
func table() []step {
	return slices.Concat(organisation(), calendars(), people(), batches(), access(), logins(), lists(), requests(), changes(), surveys(),
		answers(), comparisons(), comments(), pulses(), ledgers(), recognitions(), letters(), rules(), goals(), fairness(), badges(), wallets(), rewards(), funds(), awards(),
		imports(), named(), customers(), questions(), departures(), badInput(), languages(), finals())
}

func TestTheTableOverEveryProtocolInEveryShape(t *testing.T) {
	heard := transcript{}
	for _, shape := range []house.Shape{house.Embedded, house.Split} {
		for _, protocol := range []string{"gRPC", "REST", "Connect", "gRPC-Web"} {
			t.Run(string(shape)+"/"+protocol, func(t *testing.T) {
				h := house.Start(t, shape)
				p := newPlay(t, h, protocolOf(t, h, protocol), heard)
				p.run(table())
				p.exports(h)
				p.auditRecord(h)
			})
		}
	}
}

func protocolOf(t *testing.T, h *house.House, name string) wire.Protocol {
	for _, protocol := range wire.All(h.Conn(), h.HTTP) {
		if protocol.Name == name {
			return protocol
		}
	}
	require.Fail(t, "no protocol "+name)
	return wire.Protocol{}
}

func TestTheTableCallsEveryMethod(t *testing.T) {
	called := map[string]bool{}
	for _, s := range table() {
		if s.fails == "" {
			called[s.call] = true
		}
	}
	var missing []string
	for _, file := range []protoreflect.FullName{"hearth.directory.v1", "hearth.survey.v1", "hearth.incentive.v1"} {
		protoregistry.GlobalFiles.RangeFilesByPackage(file, func(file protoreflect.FileDescriptor) bool {
			for i := range file.Services().Len() {
				methods := file.Services().Get(i).Methods()
				for j := range methods.Len() {
					method := methods.Get(j)
					if method.IsStreamingClient() || method.IsStreamingServer() {
						continue // Streams are tried by themselves.
					}
					if !called[short(method)] {
						missing = append(missing, short(method))
					}
				}
			}
			return true
		})
	}
	require.Empty(t, missing, "no step of the table calls these with success")
}

func TestStepsAreToldApart(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range table() {
		require.NotEmpty(t, s.does)
		require.False(t, seen[s.does], "two steps say %q", s.does)
		seen[s.does] = true
	}
}
