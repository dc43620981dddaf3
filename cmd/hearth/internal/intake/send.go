package intake

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Session sends an intake to one Hearth.
type Session struct {
	Client *client.Client
	Intake *Intake
	// Tell hears how far the work is. Many calls.
	Tell func(words.Text)
}

// patience is how long a Hearth that does not answer is waited for, such as one that restarts.
const patience = 2 * time.Minute

// Run sends the rows, with a request id in the options so that a broken connection cannot import them twice, and waits until the
// directory is done.
func (s *Session) Run(ctx context.Context, options *directoryv1.ImportOptions) (Outcome, error) {
	ctx = s.Client.Context(ctx)
	// Whether there is a Hearth that knows us is asked once: only one that was there is waited for.
	if _, err := directoryv1.NewTokenServiceClient(s.Client.Conn()).GetCaller(ctx, &directoryv1.GetCallerRequest{}); err != nil {
		return Outcome{}, err
	}
	var operation *typev1.Operation
	err := s.persist(ctx, words.SendingAgain, func() (err error) {
		operation, err = s.send(ctx, options)
		return err
	})
	for err == nil && !operation.GetDone() {
		key := words.Applying
		if options.GetDryRun() {
			key = words.Comparing
		}
		s.Tell(words.Say(key, operation.GetProgress(), s.Intake.Rows()))
		if err = pause(ctx, look); err == nil {
			err = s.persist(ctx, words.Waiting, func() (err error) {
				request := &typev1.GetOperationRequest{Name: operation.GetName()}
				operation, err = directoryv1.NewOperationServiceClient(s.Client.Conn()).GetOperation(ctx, request)
				return err
			})
		}
	}
	if err != nil {
		return Outcome{}, err
	}
	if operation.GetError() != nil {
		return Outcome{}, status.FromProto(operation.GetError()).Err()
	}
	outcome := Outcome{Operation: operation.GetName(), Summary: &directoryv1.ImportSummary{}}
	return outcome, operation.GetResponse().UnmarshalTo(outcome.Summary)
}

const (
	look       = 200 * time.Millisecond
	firstPause = 200 * time.Millisecond
	longPause  = 5 * time.Second
)

// persist repeats a call that fails for a reason which passes.
func (s *Session) persist(ctx context.Context, key words.Key, call func() error) error {
	began, wait := time.Now(), firstPause
	for {
		err := call()
		asked, passing := client.Passing(err)
		if err == nil || !passing || ctx.Err() != nil || time.Since(began) > patience {
			return err
		}
		s.Tell(words.Say(key))
		if err := pause(ctx, max(asked, wait)); err != nil {
			return err
		}
		wait = min(2*wait, longPause)
	}
}

func pause(ctx context.Context, wait time.Duration) error {
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Session) send(ctx context.Context, options *directoryv1.ImportOptions) (*typev1.Operation, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := directoryv1.NewImportServiceClient(s.Client.Conn()).ImportPeople(ctx)
	if err != nil {
		return nil, err
	}
	err = stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: options}})
	if err == nil {
		sent := 0
		err = s.Intake.batches(func(rows *directoryv1.ImportRows) error {
			sent += len(rows.GetUnits()) + len(rows.GetPeople())
			s.Tell(words.Say(words.Sending, sent, s.Intake.Rows()))
			return stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: rows}})
		})
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	// After an early end of the stream the answer says why.
	return stream.CloseAndRecv()
}
