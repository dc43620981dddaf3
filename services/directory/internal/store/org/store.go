// Package org keeps units, sites and calendars.
package org

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Reader reads the organisation, within a transaction or without one.
type Reader struct{ q db.Querier }

// NewReader is a Reader over what is committed, or over a transaction.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store also changes it, within one transaction.
type Store struct {
	Reader
	tx     *db.Tx
	record event.Recorder
}

// New is the Store of a transaction.
func New(tx *db.Tx, record event.Recorder) Store { return Store{Reader{tx}, tx, record} }

var (
	_ domain.Reader = Reader{}
	_ domain.Store  = Store{}
)

// Turn waits until no other writer of the directory is under way, and counts the writes.
func (s Store) Turn(ctx context.Context) (int64, error) { return tables.Turn(ctx, s.tx) }

// Record hands on what happened, in the same transaction.
func (s Store) Record(ctx context.Context, facts ...model.Fact) error {
	return s.record(ctx, s.tx, facts...)
}

// header is the part of a row that units and sites have alike.
type header struct {
	name             string
	created, updated int64
	archived         sql.NullInt64
}

func (h header) into(to *domain.Header) error {
	to.CreateTime, to.UpdateTime = db.FromMicros(h.created), db.FromMicros(h.updated)
	to.ArchiveTime = db.FromNullMicros(h.archived)
	return json.Unmarshal([]byte(h.name), &to.DisplayName)
}

// externalIDs fills in the ids of other systems.
func externalIDs(ctx context.Context, q db.Querier, headers []*domain.Header) error {
	resources := make([]string, len(headers))
	for i, header := range headers {
		resources[i] = header.ID
	}
	ids, err := tables.ExternalIDs(ctx, q, resources)
	for _, header := range headers {
		header.ExternalIDs = ids[header.ID]
	}
	return err
}

// one is the only one of a list, or model.ErrNotFound.
func one[T any](all []T, err error) (T, error) {
	if err == nil && len(all) == 0 {
		err = model.ErrNotFound
	}
	if err != nil {
		return *new(T), err
	}
	return all[0], nil
}
