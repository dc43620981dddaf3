package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

const scope = "github.com/hearth-culture/hearth/internal/db"

// traced gives each statement a span when the caller's span is recording.
type traced struct {
	on     statements
	engine Engine
}

// Engine returns the kind of the database.
func (t traced) Engine() Engine { return t.engine }

// ExecContext runs a statement that returns no rows.
func (t traced) ExecContext(ctx context.Context, query string, args ...any) (res sql.Result, err error) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return t.on.ExecContext(ctx, query, args...)
	}
	ctx, end := start(ctx, t.engine, statementName(query))
	defer func() { end(err) }()
	return t.on.ExecContext(ctx, query, args...)
}

// QueryContext runs a query. Its rows must be closed before the next statement of the same transaction.
func (t traced) QueryContext(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return t.on.QueryContext(ctx, query, args...)
	}
	ctx, end := start(ctx, t.engine, statementName(query))
	defer func() { end(err) }()
	return t.on.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row. Scan must follow.
func (t traced) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return t.on.QueryRowContext(ctx, query, args...)
	}
	ctx, end := start(ctx, t.engine, statementName(query))
	row := t.on.QueryRowContext(ctx, query, args...)
	end(row.Err())
	return row
}

func (t traced) copying(ctx context.Context, on postgresTx, head string, rows [][]any) (err error) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return on.copyRows(ctx, head, rows)
	}
	ctx, end := start(ctx, t.engine, statementName(head))
	defer func() { end(err) }()
	return on.copyRows(ctx, head, rows)
}

func (d *DB) span(ctx context.Context, name string) (context.Context, func(error)) {
	return spanOf(ctx, d.engine, name)
}

func spanOf(ctx context.Context, engine Engine, name string) (context.Context, func(error)) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return ctx, func(error) {}
	}
	return start(ctx, engine, name)
}

func start(ctx context.Context, engine Engine, name string) (context.Context, func(error)) {
	system := "sqlite"
	if engine == Postgres {
		system = "postgresql"
	}
	tracer := trace.SpanFromContext(ctx).TracerProvider().Tracer(scope)
	ctx, span := tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.system.name", system)))
	return ctx, func(err error) {
		// The error's text may hold values of a row, and so data of a person: the trace is told that it failed, no more.
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			span.SetStatus(codes.Error, "database")
		}
		span.End()
	}
}

// statementName is the verb and the table of a statement: "INSERT answer".
func statementName(query string) string {
	words := strings.FieldsFunc(query, func(r rune) bool { return strings.ContainsRune(" \t\r\n(),;", r) })
	if len(words) == 0 {
		return "statement"
	}
	verb := strings.ToUpper(words[0])
	for i, word := range words[:len(words)-1] {
		switch strings.ToUpper(word) {
		case "FROM", "INTO", "UPDATE":
			return verb + " " + words[i+1]
		}
	}
	return verb
}
