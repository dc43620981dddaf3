package intake

import (
	"context"
	"errors"
	"io"

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
	if err != nil {
		return Outcome{}, err
	}
	key := words.Applying
	if options.GetDryRun() {
		key = words.Comparing
	}
	outcome := Outcome{Operation: operation.GetName(), Summary: &directoryv1.ImportSummary{}}
	read := func(name string) (operation *typev1.Operation, err error) {
		err = s.persist(ctx, words.Waiting, func() (err error) {
			operation, err = directoryv1.NewOperationServiceClient(s.Client.Conn()).GetOperation(ctx, &typev1.GetOperationRequest{Name: name})
			return err
		})
		return operation, err
	}
	err = client.Finish(ctx, operation, outcome.Summary, read, func(o *typev1.Operation) {
		s.Tell(words.Say(key, o.GetProgress(), s.Intake.Rows()))
	})
	return outcome, err
}

// persist repeats a call that fails for a reason which passes.
func (s *Session) persist(ctx context.Context, key words.Key, call func() error) error {
	return client.Persist(ctx, func() { s.Tell(words.Say(key)) }, call)
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
