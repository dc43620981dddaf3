package forward

import (
	"context"
	"errors"
	"io"
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// call is a stream to the service. Its errors are ready for the caller.
type call struct {
	method
	asked  http.Header
	stream grpc.ClientStream
	cancel context.CancelFunc
}

func (m method) open(ctx context.Context, asked http.Header) (*call, error) {
	ctx, cancel := context.WithCancel(outgoing(ctx, asked))
	stream, err := m.conn.NewStream(ctx, &m.desc, m.name)
	if err != nil {
		cancel()
		return nil, Refusal(err, asked)
	}
	return &call{m, asked, stream, cancel}, nil
}

// send passes a message on. There is no more to send when the service has ended the call: its answer says why.
func (c *call) send(message *envelope) (more bool, err error) {
	if message.unreadable != nil {
		return false, Refusal(message.unreadable, c.asked)
	}
	switch err := c.stream.SendMsg(message.Message); {
	case errors.Is(err, io.EOF):
		return false, nil
	case err != nil:
		return false, Refusal(err, c.asked)
	}
	return true, nil
}

func (c *call) closeSend() error {
	if err := c.stream.CloseSend(); err != nil {
		return Refusal(err, c.asked)
	}
	return nil
}

// only is the one answer to a stream of messages.
func (c *call) only() (*envelope, error) {
	if err := c.closeSend(); err != nil {
		return nil, err
	}
	answer := c.answer()
	if err := c.stream.RecvMsg(answer.Message); err != nil {
		return nil, failed(err, c.asked, c.header(), c.stream.Trailer())
	}
	// The status comes behind the answer.
	if err := c.stream.RecvMsg(c.answer().Message); err != nil && !errors.Is(err, io.EOF) {
		return nil, failed(err, c.asked, c.header(), c.stream.Trailer())
	}
	return answer, nil
}

// header is what the service sent ahead; nothing, where it only refused.
func (c *call) header() metadata.MD {
	header, err := c.stream.Header()
	if err != nil {
		return nil
	}
	return header
}

// receiver is the caller's side of a stream of answers.
type receiver interface {
	Send(message *envelope) error
	ResponseHeader() http.Header
	ResponseTrailer() http.Header
}

// answers passes on what the service sends until it ends.
func (c *call) answers(to receiver) error {
	header := c.header()
	add(to.ResponseHeader(), header)
	for {
		answer := c.answer()
		if err := c.stream.RecvMsg(answer.Message); errors.Is(err, io.EOF) {
			add(to.ResponseTrailer(), c.stream.Trailer())
			return nil
		} else if err != nil {
			return failed(err, c.asked, nil, c.stream.Trailer())
		}
		if err := to.Send(answer); err != nil {
			return err
		}
	}
}
