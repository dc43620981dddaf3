package request

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

// call is what is known of a call before it runs.
type call struct {
	caller     string
	method     string
	permission *optionv1.Permission
	requestID  string // "" when the caller gave none
	dry        bool
	input      []byte // SHA-256 of the request without its request id
	resource   string // what the request names
	now        time.Time
}

func callOf(ctx context.Context, req proto.Message, now time.Time) (*call, error) {
	fullMethod, ok := grpc.Method(ctx)
	if !ok {
		return nil, errors.New("request: not within a call")
	}
	method, ok := permit.Lookup(fullMethod)
	if !ok {
		return nil, fmt.Errorf("request: %s has no permission", fullMethod)
	}
	actor, ok := model.ActorFrom(ctx)
	if !ok {
		return nil, model.ErrUnauthenticated
	}
	c := &call{caller: actor.Subject, method: method.Name, permission: method.Permission, now: now}
	message := req.ProtoReflect()
	c.requestID = text(message, "request_id")
	c.resource = resource(message)
	if field := message.Descriptor().Fields().ByName("validate_only"); field != nil && field.Kind() == protoreflect.BoolKind {
		c.dry = message.Get(field).Bool()
	}
	if c.requestID == "" && c.permission.GetSealed() {
		return c, nil // of which nothing is kept
	}
	var err error
	c.input, err = hash(message)
	return c, err
}

// hash is SHA-256 of the message without its request id and without secrets, which the contract marks by debug_redact: whoever reads
// the audit log could try all PINs there are.
func hash(message protoreflect.Message) ([]byte, error) {
	bare := message.New()
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		options, _ := field.Options().(*descriptorpb.FieldOptions)
		if field.Name() != "request_id" && !options.GetDebugRedact() {
			bare.Set(field, value)
		}
		return true
	})
	bare.SetUnknown(message.GetUnknown())
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(bare.Interface())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(bytes)
	return sum[:], nil
}

// text is a message's field of that name, "" where it has none.
func text(message protoreflect.Message, name protoreflect.Name) string {
	field := message.Descriptor().Fields().ByName(name)
	if field == nil || field.Kind() != protoreflect.StringKind || field.Cardinality() == protoreflect.Repeated {
		return ""
	}
	return message.Get(field).String()
}

// resource is what a message is about: its own name, or that of the first resource within it, as in CreateKeyResponse.
func resource(message protoreflect.Message) string {
	if name := text(message, "name"); name != "" {
		return name
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if field.Message() != nil && field.Cardinality() != protoreflect.Repeated && message.Has(field) {
			if name := text(message.Get(field).Message(), "name"); name != "" {
				return name
			}
		}
	}
	return ""
}

// key finds the answer to the request id. Nobody who reads the table can tell from it who called, or what.
func (c *call) key() []byte { return digest(c.caller, c.method, c.requestID) }

// inputKept is the hash of the input as it is kept with the answer. Of a sealed call it is salted with the request id, which is kept
// nowhere: there are few different answers to a survey, and one could try them all.
func (c *call) inputKept() []byte {
	if c.permission.GetSealed() {
		return digest(c.requestID, string(c.input))
	}
	return c.input
}

// expires is when the answer is forgotten; of a sealed call the end of a day, so that it does not tell the time of the call.
func (c *call) expires() int64 {
	end := c.now.Add(Window)
	if c.permission.GetSealed() {
		end = end.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
	return db.Micros(end)
}

// claim takes the request id for this call. When another call has it, that one's answer is returned. On PostgreSQL a call that runs
// at the same time is waited for.
func (c *call) claim(ctx context.Context, tx *db.Tx) (first bool, stored []byte, err error) {
	if c.requestID == "" || c.dry {
		return true, nil, nil
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO request_answer (key, input_hash, expires) VALUES ($1, $2, $3)
		ON CONFLICT (key) DO UPDATE SET input_hash = excluded.input_hash, expires = excluded.expires, response = NULL
		WHERE request_answer.expires <= $4`, c.key(), c.inputKept(), c.expires(), db.Micros(c.now))
	if err != nil {
		return false, nil, err
	}
	if taken, err := res.RowsAffected(); err != nil || taken == 1 {
		return true, nil, err
	}
	var input []byte
	err = tx.QueryRowContext(ctx, "SELECT input_hash, response FROM request_answer WHERE key = $1", c.key()).Scan(&input, &stored)
	switch {
	case err != nil:
		return false, nil, err
	case string(input) != string(c.inputKept()):
		return false, nil, errReused
	case c.permission.GetShowsSecret():
		return false, nil, errShown
	}
	return false, stored, nil
}

// settle keeps the answer for a replay, and the audit entry.
func (c *call) settle(ctx context.Context, tx *db.Tx, answer proto.Message) error {
	if c.requestID != "" && !c.permission.GetShowsSecret() {
		bytes, err := proto.Marshal(answer)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE request_answer SET response = $1 WHERE key = $2", bytes, c.key()); err != nil {
			return err
		}
		if err := c.mention(ctx, tx, bytes); err != nil {
			return err
		}
	}
	if c.permission.GetSealed() {
		return nil
	}
	if made := resource(answer.ProtoReflect()); made != "" {
		c.resource = made
	}
	requestID := c.requestID
	if requestID == "" {
		requestID = uuid.NewString()
	}
	traceID := ""
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		traceID = span.TraceID().String()
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO request_entry (time, caller, method, request_id, input_hash, resource, trace_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, db.Micros(c.now), c.caller, c.method, requestID, c.input, c.resource, traceID)
	return err
}

// digest hashes texts so that no two lists of texts have the same digest.
func digest(texts ...string) []byte {
	h := sha256.New()
	for _, text := range texts {
		h.Write(binary.AppendUvarint(nil, uint64(len(text))))
		h.Write([]byte(text))
	}
	return h.Sum(nil)
}
