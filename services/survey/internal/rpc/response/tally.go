package response

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// mostRefusals is how many refused rows an answer names.
const mostRefusals = 10_000

// tally counts what becomes of the rows of an import, and of those that a request id stands for takes the digest.
type tally struct {
	answer *surveyv1.ImportResponsesResponse
	hash   hash.Hash
}

func newTally(digested bool) *tally {
	t := &tally{answer: &surveyv1.ImportResponsesResponse{}}
	if digested {
		t.hash = sha256.New()
	}
	return t
}

// read takes the digest of rows as they came.
func (t *tally) read(rows []*surveyv1.ResponseRow) error {
	if t.hash == nil {
		return nil
	}
	for _, row := range rows {
		body, err := proto.MarshalOptions{Deterministic: true}.Marshal(row)
		if err != nil {
			return err
		}
		t.hash.Write(append(binary.AppendUvarint(nil, uint64(len(body))), body...))
	}
	return nil
}

func (t *tally) sum() []byte {
	if t.hash == nil {
		return nil
	}
	return t.hash.Sum(nil)
}

// add counts the rows that come next, of which those with an error were refused.
func (t *tally) add(refused []error) {
	for _, err := range refused {
		t.answer.Rows++
		if err == nil {
			t.answer.Imported++
			continue
		}
		t.answer.Refused++
		if len(t.answer.Refusals) == mostRefusals {
			continue
		}
		refusal := &surveyv1.RefusedResponse{Row: t.answer.Rows}
		if fault, ok := errors.AsType[*model.Fault](err); ok {
			refusal.Reason, refusal.Item, refusal.Problem = fault.Reason, fault.Meta["item"], fault.Meta["problem"]
		}
		t.answer.Refusals = append(t.answer.Refusals, refusal)
	}
}
