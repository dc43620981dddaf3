package client

import (
	"context"
	"time"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

const (
	// patience is how long a Hearth that does not answer is waited for, such as one that restarts.
	patience   = 2 * time.Minute
	look       = 200 * time.Millisecond
	firstPause = 200 * time.Millisecond
	longPause  = 5 * time.Second
)

// Persist repeats a call that fails for a reason which passes, for two minutes. Waiting is called before each pause.
func Persist(ctx context.Context, waiting func(), call func() error) error {
	began, wait := time.Now(), firstPause
	for {
		err := call()
		asked, passing := Passing(err)
		if err == nil || !passing || ctx.Err() != nil || time.Since(began) > patience {
			return err
		}
		waiting()
		if err := Pause(ctx, max(asked, wait)); err != nil {
			return err
		}
		wait = min(2*wait, longPause)
	}
}

// Finish waits until long work is done, and reads what came of it into the response. Read asks for the work as it stands; progress hears of it.
func Finish(
	ctx context.Context, operation *typev1.Operation, response proto.Message,
	read func(name string) (*typev1.Operation, error), progress func(*typev1.Operation),
) (err error) {
	for !operation.GetDone() {
		progress(operation)
		if err = Pause(ctx, look); err != nil {
			return err
		}
		if operation, err = read(operation.GetName()); err != nil {
			return err
		}
	}
	if operation.GetError() != nil {
		return status.FromProto(operation.GetError()).Err()
	}
	return operation.GetResponse().UnmarshalTo(response)
}

// Pause waits, or until the context ends.
func Pause(ctx context.Context, wait time.Duration) error {
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
