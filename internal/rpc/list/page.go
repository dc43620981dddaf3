package list

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// Request asks for a listing. One that can be filtered or ordered has GetFilter or GetOrderBy as well.
type Request interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// Page is the page that was asked for, and the token of the one after it; "" after the last. find is given what to look for, and finds one
// row more than the page holds where there is one. A token holds for its caller, and for the same request but for the page.
//
// Refusals: FILTER_INVALID, PAGE_TOKEN_INVALID, INVALID_FIELD, and those of find.
func (o Of[Row]) Page(ctx context.Context, req Request, find func(asked model.List) ([]Row, error)) (page []Row, next string, err error) {
	asked, err := o.read(req)
	if err != nil {
		return nil, "", err
	}
	seal, err := sealOf(ctx, req)
	if err != nil {
		return nil, "", err
	}
	if req.GetPageToken() != "" {
		var ok bool
		if asked.After, ok = open(seal, req.GetPageToken()); !ok || !o.fits(asked.Order, asked.After) {
			return nil, "", errToken
		}
	}
	found, err := find(asked)
	if err != nil {
		return nil, "", err
	}
	if len(found) <= asked.Size {
		return found, "", nil
	}
	page = found[:asked.Size]
	return page, token(seal, o.keys(asked.Order, page[asked.Size-1])), nil
}

// Protos are rows in the words of the contract.
func Protos[Row, Message any](rows []Row, proto func(Row) Message) []Message {
	made := make([]Message, len(rows))
	for i, row := range rows {
		made[i] = proto(row)
	}
	return made
}

var errToken = model.NewFault("PAGE_TOKEN_INVALID")

// read is what was asked for, but for the row after which to go on.
func (o Of[Row]) read(req Request) (asked model.List, err error) {
	if req.GetPageSize() < 0 {
		return asked, model.InvalidField("page_size", model.Say("must not be negative", "不能为负数"))
	}
	asked.Size = int(min(cmp.Or(req.GetPageSize(), o.Size, DefaultSize), MaxSize))
	if by, ok := req.(interface{ GetFilter() string }); ok {
		if asked.Conditions, err = o.Fields.filter(by.GetFilter()); err != nil {
			return asked, err
		}
	}
	order := ""
	if by, ok := req.(interface{ GetOrderBy() string }); ok {
		order = by.GetOrderBy()
	}
	asked.Order, err = o.order(order)
	return asked, err
}

// sealOf hashes what the tokens of a listing hold for: who asks, and all that is asked but which page and by which call.
func sealOf(ctx context.Context, req Request) (string, error) {
	listing := proto.Clone(req)
	fields := listing.ProtoReflect().Descriptor().Fields()
	for _, one := range []protoreflect.Name{"page_size", "page_token", "request_id"} {
		if field := fields.ByName(one); field != nil {
			listing.ProtoReflect().Clear(field)
		}
	}
	asked, err := proto.MarshalOptions{Deterministic: true}.Marshal(listing)
	if err != nil {
		return "", err
	}
	return seal(string(listing.ProtoReflect().Descriptor().FullName()), model.SubjectFrom(ctx), string(asked)), nil
}

// seal hashes texts so that no two lists of texts have the same hash.
func seal(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		h.Write(binary.AppendUvarint(nil, uint64(len(text))))
		h.Write([]byte(text))
	}
	return string(h.Sum(nil)[:sealBytes])
}
