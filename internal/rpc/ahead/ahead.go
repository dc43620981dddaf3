// Package ahead receives and prepares what a stream brings next while what came before is being kept.
package ahead

import (
	"errors"
	"io"
)

// most is how many prepared messages wait to be kept: enough for both sides never to stand still, few enough to fit in memory.
const most = 2

// coming is a message on its way to be kept, or what ended the stream.
type coming[P any] struct {
	prepared P
	err      error
	panicked any
}

// Each has every message of a stream prepared and then kept, in order, until receive says io.EOF or something fails. keep runs in the
// goroutine of the caller; receive and prepare run in one of their own, whose panic becomes the caller's. That goroutine is through
// when Each returned nil; after an error it ends as soon as receive fails, as that of a stream does once its handler has returned.
func Each[M, P any](receive func() (M, error), prepare func(M) (P, error), keep func(P) error) error {
	queue, given := make(chan coming[P], most), make(chan struct{})
	defer close(given)
	go func() {
		defer close(queue)
		for {
			one := next(receive, prepare)
			if errors.Is(one.err, io.EOF) {
				return
			}
			select {
			case queue <- one:
			case <-given:
				return
			}
			if one.err != nil || one.panicked != nil {
				return
			}
		}
	}()
	for one := range queue {
		switch {
		case one.panicked != nil:
			panic(one.panicked)
		case one.err != nil:
			return one.err
		}
		if err := keep(one.prepared); err != nil {
			return err
		}
	}
	return nil
}

func next[M, P any](receive func() (M, error), prepare func(M) (P, error)) (one coming[P]) {
	defer func() { one.panicked = recover() }()
	message, err := receive()
	if err != nil {
		return coming[P]{err: err}
	}
	one.prepared, one.err = prepare(message)
	return one
}
