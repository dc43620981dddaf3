package sim_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
)

var (
	errDead = errors.New("the process is dead")
	errUndo = errors.New("the transaction is undone")
)

// world is one run: two services with their databases, the bus between them, and processes of which one moves at a time,
// from one step to the next. All chance comes from the seed.
type world struct {
	dice      *rand.Rand
	from, to  *db.DB
	bus       *sim.Bus
	now       time.Time
	calm      bool // no more crashes and no more trouble
	current   *process
	processes []*process
	seq       int64 // the numbers of the outbox that are given out
	facts     int
	trace     []string
}

// process is a goroutine that waits for its turn at every step.
type process struct {
	world *world
	name  string
	turn  chan struct{} // the scheduler hands over
	back  chan struct{} // the process hands back
	dead  bool          // crashed: nothing that it still does has an effect
	over  bool
}

func newWorld(seed uint64, from, to *db.DB) *world {
	w := &world{dice: rand.New(rand.NewPCG(seed, 0)), from: from, to: to, now: time.UnixMicro(1_795_000_000_000_000)}
	w.bus = sim.NewBus(w.dice.IntN)
	for _, d := range []*db.DB{from, to} {
		d.SetFault(w.strike)
	}
	return w
}

func (w *world) clock() time.Time { return w.now }

func (w *world) note(format string, args ...any) {
	who := "world"
	if w.current != nil {
		who = w.current.name
	}
	w.trace = append(w.trace, fmt.Sprintf("%-10s %s", who, fmt.Sprintf(format, args...)))
}

// start adds a process. It runs when the scheduler picks it.
func (w *world) start(name string, run func()) *process {
	p := &process{world: w, name: name, turn: make(chan struct{}), back: make(chan struct{})}
	w.processes = append(w.processes, p)
	go func() {
		<-p.turn
		run()
		p.over = true
		p.back <- struct{}{}
	}()
	return p
}

// move lets a process run to its next step.
func (w *world) move(p *process) {
	w.current = p
	p.turn <- struct{}{}
	<-p.back
	w.current = nil
}

// step is where a process may crash or have to wait while others move.
func (w *world) step(what string) {
	p := w.current
	if p == nil || p.dead {
		return
	}
	if !w.calm && w.dice.IntN(25) == 0 {
		w.note("crashes at %s", what)
		p.dead = true
		return
	}
	w.note("%s", what)
	p.back <- struct{}{}
	<-p.turn
}

// strike is called by the databases at each stage of a transaction. SQLite lets one transaction in at a time, so nobody
// may wait within one; a crash there is the same as one before it.
func (w *world) strike(stage db.Stage) error {
	switch stage {
	case db.Begin:
		w.step("begin")
	case db.BeforeCommit:
		if !w.calm && w.current != nil && !w.current.dead && w.dice.IntN(25) == 0 {
			w.note("transaction fails")
			return errUndo
		}
	case db.AfterCommit:
		w.step("committed")
		return nil // what is committed is committed: a dead process finds no further step open
	}
	return w.alive()
}

func (w *world) alive() error {
	if w.current != nil && w.current.dead {
		return errDead
	}
	return nil
}

// run moves processes by chance until the steps are used up, then in calm until nothing is left to do.
func (w *world) run(steps int, respawn func(name string)) {
	for range steps {
		if w.dice.IntN(8) == 0 {
			w.now = w.now.Add(time.Duration(w.dice.IntN(40)) * time.Second)
			w.note("the clock shows %s", w.now.UTC().Format(time.TimeOnly))
		}
		p := w.processes[w.dice.IntN(len(w.processes))]
		w.move(p)
		if p.over {
			w.drop(p)
			respawn(p.name)
		}
		if len(w.processes) == 0 {
			break
		}
	}
	w.calm = true
	w.note("calm")
	for len(w.processes) > 0 {
		p := w.processes[0]
		w.move(p)
		if p.over {
			w.drop(p)
		}
	}
}

func (w *world) drop(p *process) {
	for i, other := range w.processes {
		if other == p {
			w.processes = append(w.processes[:i:i], w.processes[i+1:]...)
			return
		}
	}
}

// wire is the bus as a process of this world meets it: every call is a step, and a dead process reaches nobody.
type wire struct {
	event.Bus
	world *world
}

func (b wire) Publish(ctx context.Context, service string, events []event.Envelope) ([]int, error) {
	b.world.step(fmt.Sprintf("publish %s", spell(events)))
	if err := b.world.alive(); err != nil {
		return places(len(events)), err
	}
	doubtful, err := b.Bus.Publish(ctx, service, events)
	b.world.step(fmt.Sprintf("published, %d doubtful", len(doubtful)))
	return doubtful, err
}

type wiredMessage struct {
	event.Message
	world *world
}

func (m wiredMessage) Ack() error { return m.answer("ack", m.Message.Ack) }

func (m wiredMessage) Nak(delay time.Duration) error {
	return m.answer("nak", func() error { return m.Message.Nak(delay) })
}

func (m wiredMessage) Term(reason string) error {
	return m.answer("term", func() error { return m.Message.Term(reason) })
}

func (m wiredMessage) answer(what string, answer func() error) error {
	e, _ := m.Envelope() // the model's messages are all events
	m.world.step(what + " " + spell([]event.Envelope{e}))
	if err := m.world.alive(); err != nil {
		return err
	}
	return answer()
}

func spell(events []event.Envelope) string {
	var words []string
	for _, e := range events {
		if e.Kind == event.State {
			words = append(words, fmt.Sprintf("%s@%d", e.Aggregate, e.Version))
		} else {
			words = append(words, e.Aggregate)
		}
	}
	return strings.Join(words, " ")
}

func places(count int) []int {
	all := make([]int, count)
	for i := range all {
		all[i] = i
	}
	return all
}
