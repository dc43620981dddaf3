package kill_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// last is something of which there is one left, for all who ask for it at once.
type last struct {
	name string
	// take asks for it as one of the callers, by the one of the processes that conn leads to.
	take func(conn *grpc.ClientConn, caller int, requestID string) (proto.Message, error)
	// gone is the reason that everybody else is told. left says, by the process that conn leads to, how much of it is left.
	gone string
	left func(conn *grpc.ClientConn) (int64, error)
}

// answer is what a caller was told: a message, or the reason of a refusal.
type answer struct {
	got     proto.Message
	refused string
}

// TestTheLastGoesOnceOverTwoProcesses has people ask two processes of the incentive service for the last piece of a reward, the last money
// of a budget and the last tranche of a fund, all at once; then for more of each, while one of the processes is killed.
func TestTheLastGoesOnceOverTwoProcesses(t *testing.T) {
	t.Parallel()
	r := newRush(t)
	first := r.lasts(t, 1)
	r.wentOnce(t, first, r.ask(t, first, 0))
	r.theBooksAgree(t, 1)

	second := r.lasts(t, wanted)
	asked := r.ask(t, second, len(second)*callers/3)
	require.True(t, r.twin.Ended())
	require.Positive(t, r.again.Load(), "nobody was cut off")
	r.ports[1] = r.ports[0]
	r.wentOnce(t, second, asked)
	r.theBooksAgree(t, 1+wanted)
}

// asking is what each caller asked for, by the thing and the caller.
type asking struct {
	ids     [][]string
	answers [][]answer
}

// ask has all callers ask for all things, half of them each process. After so many answers, 0 for never, the second process is killed; who
// is cut off asks the other, under the same request id.
func (r *rush) ask(t *testing.T, things []last, killAfter int) asking {
	a := asking{make([][]string, len(things)), make([][]answer, len(things))}
	for i := range things {
		a.ids[i], a.answers[i] = make([]string, callers), make([]answer, callers)
		for caller := range callers {
			a.ids[i][caller] = uuid.NewString()
		}
	}
	var answered atomic.Int64
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for i, thing := range things {
				a.answers[i][caller] = r.once(t, thing, caller, caller%2, a.ids[i][caller])
				if answered.Add(1) == int64(killAfter) {
					r.twin.Kill()
				}
			}
		})
	}
	all.Wait()
	require.False(t, t.Failed())
	return a
}

// once asks for a thing by one of the processes, and by the other where that one is gone.
func (r *rush) once(t *testing.T, thing last, caller, port int, id string) answer {
	got, err := thing.take(r.ports[port], caller, id)
	if status.Code(err) == codes.Unavailable && port == 1 {
		r.again.Add(1)
		got, err = thing.take(r.ports[0], caller, id)
	}
	if err != nil && calltest.Reason(err) != thing.gone {
		t.Errorf("%s, asked by %d: %v", thing.name, caller, err)
	}
	return answer{got, calltest.Reason(err)}
}

// wentOnce demands that each thing went to one of those who asked, and that to ask again, by either process, changes nothing.
func (r *rush) wentOnce(t *testing.T, things []last, a asking) {
	for i, thing := range things {
		took := 0
		for caller, said := range a.answers[i] {
			if said.refused == "" {
				took++
			}
			again := r.once(t, thing, caller, 1-caller%2, a.ids[i][caller])
			require.Equal(t, said.refused, again.refused, thing.name)
			require.True(t, said.refused != "" || proto.Equal(said.got, again.got), "%s: %v, then %v", thing.name, said.got, again.got)
		}
		require.Equal(t, 1, took, thing.name)
		for _, port := range r.ports {
			left, err := thing.left(port)
			require.NoError(t, err)
			require.Zero(t, left, thing.name)
		}
	}
}

// theBooksAgree has every ledger counted anew: nothing differs, and nothing is held but the price and the piece of so many rewards, and as
// many tranches.
func (r *rush) theBooksAgree(t *testing.T, of int) {
	listed, err := incentivev1.NewLedgerServiceClient(r.ports[0]).ListLedgers(r.admin, &incentivev1.ListLedgersRequest{})
	require.NoError(t, err)
	held := int64(0)
	for _, ledger := range listed.GetLedgers() {
		held += reconciled(t, r.admin, r.ports[0], ledger.GetName()).GetOpenHolds()
	}
	// Whoever ordered has the price held in sealed points, which are not counted from that side.
	require.EqualValues(t, 5*of, held, "each seen from both sides")
}
