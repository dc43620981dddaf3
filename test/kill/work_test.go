package kill_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// creation is one person who is created by hand, and the name that was acknowledged: "" while nobody knows.
type creation struct {
	request *directoryv1.CreatePersonRequest
	name    string
}

// importing is one file, and the operation that was acknowledged: "" while nobody knows.
type importing struct {
	options   *directoryv1.ImportOptions
	rows      []*directoryv1.PersonRow
	operation string
}

const (
	importRows = 3000
	importStep = 1000 // rows that Hearth applies in one transaction
	importPart = 100
	creators   = 2
)

// shift is the work of one round: people answer, others are created, points are paid, and a file comes in.
type shift struct {
	w    *world
	file *importing
	// calls counts what has been acknowledged, sent the rows that are on their way.
	calls, sent atomic.Int64
	// accepted gives the operation of the file once it is acknowledged.
	accepted chan string
	stop     atomic.Bool
	working  sync.WaitGroup
	mu       sync.Mutex
}

func (w *world) begin(t *testing.T, round int) *shift {
	s := &shift{w: w, file: w.newImport(round), accepted: make(chan string, 1)}
	w.imports = append(w.imports, s.file)
	admin := w.Admin(t)
	for _, e := range w.employees {
		s.working.Go(func() { s.repeat(t, func(int) error { return s.answer(t.Context(), e) }) })
	}
	for creator := range creators {
		s.working.Go(func() {
			s.repeat(t, func(n int) error {
				c := &creation{request: &directoryv1.CreatePersonRequest{
					Person: w.person(fmt.Sprintf("created-%d-%d-%d", round, creator, n)), RequestId: uuid.NewString(),
				}}
				s.mu.Lock()
				w.creations = append(w.creations, c)
				s.mu.Unlock()
				return w.create(admin, c)
			})
		})
	}
	for range payers {
		s.working.Go(func() { s.repeat(t, func(int) error { return w.pay(admin) }) })
	}
	s.working.Go(func() {
		if err := w.upload(admin, s.file, &s.sent); err != nil {
			cutOff(t, err)
			return
		}
		s.accepted <- s.file.operation
	})
	return s
}

// repeat does one thing after the other until it is cut off, or the shift ends.
func (s *shift) repeat(t *testing.T, do func(n int) error) {
	for n := 0; !s.stop.Load(); n++ {
		if err := do(n); err != nil {
			cutOff(t, err)
			return
		}
		s.calls.Add(1)
	}
}

// cutOff demands that a call failed for nothing but a process that is gone.
func cutOff(t *testing.T, err error) {
	if code := status.Code(err); code != codes.Unavailable {
		t.Errorf("a call that a kill cut off says %v", err)
	}
}

func (s *shift) answer(ctx context.Context, e *employee) error {
	attempt := e.tried.Add(1)
	_, err := surveyv1.NewResponseServiceClient(s.w.Conn()).SubmitResponse(calltest.As(ctx, e.token), &surveyv1.SubmitResponseRequest{
		Survey: s.w.survey, Answers: answers(attempt), RequestId: uuid.NewString(),
	})
	if err == nil {
		e.acknowledged.Store(attempt)
	}
	return err
}

func (w *world) create(ctx context.Context, c *creation) error {
	person, err := directoryv1.NewPersonServiceClient(w.Conn()).CreatePerson(ctx, c.request)
	if err == nil {
		c.name = person.GetName()
	}
	return err
}

// newImport is a file of its own source: the one before may still wait for its turn.
func (w *world) newImport(round int) *importing {
	return newFile(fmt.Sprintf("hris-%d", round), w.unit, importRows)
}

// newFile is a file of so many people of a unit, whose numbers begin with the source.
func newFile(source, unit string, people int) *importing {
	file := &importing{options: &directoryv1.ImportOptions{Source: source, RequestId: uuid.NewString()}}
	for n := range people {
		number := fmt.Sprintf("%s-%d", source, n)
		file.rows = append(file.rows, &directoryv1.PersonRow{
			ExternalId: &typev1.ExternalId{Source: source, Id: number}, DisplayName: "Person " + number, Number: number,
			Unit: unit, Employer: employer, HireDate: hired,
		})
	}
	return file
}

func (w *world) upload(ctx context.Context, file *importing, sent *atomic.Int64) error {
	stream, err := directoryv1.NewImportServiceClient(w.Conn()).ImportPeople(ctx)
	if err != nil {
		return err
	}
	messages := []*directoryv1.ImportPeopleRequest{{Part: &directoryv1.ImportPeopleRequest_Options{Options: file.options}}}
	for first := 0; first < len(file.rows); first += importPart {
		rows := &directoryv1.ImportRows{People: file.rows[first:min(first+importPart, len(file.rows))]}
		messages = append(messages, &directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: rows}})
	}
	for _, message := range messages {
		if stream.Send(message) != nil {
			break // the answer says why
		}
		sent.Add(int64(len(message.GetRows().GetPeople())))
	}
	operation, err := stream.CloseAndRecv()
	if err == nil {
		file.operation = operation.GetName()
	}
	return err
}

// end lets everybody who was not cut off finish the call that is under way.
func (s *shift) end() {
	s.stop.Store(true)
	s.working.Wait()
}

// finish asks once more, under the same request id, for what was cut off, and for some of what was not: each has one effect.
func (w *world) finish(t *testing.T, s *shift, before int) {
	ctx := w.Admin(t)
	for i, c := range w.creations[before:] {
		if known := c.name; known == "" || i%10 == 0 {
			require.NoError(t, w.create(ctx, c), c.request.GetPerson().GetNumber())
			require.True(t, known == "" || known == c.name, "%s was created twice", known)
		}
	}
	known := s.file.operation
	require.NoError(t, w.upload(ctx, s.file, &s.sent))
	require.True(t, known == "" || known == s.file.operation, "%s was begun twice", known)
}
