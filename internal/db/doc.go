// Package db opens a service's database, SQLite or PostgreSQL, and runs portable SQL on it.
//
// Both engines hold the same rules, so that a store tried on one does not surprise on the other:
//
//   - placeholders are $1, $2 ...; text compares and sorts by its bytes;
//   - after a failed statement the transaction (or the savepoint) refuses all others until it is rolled back;
//   - rows must be closed before the next statement of the same transaction;
//   - text is valid UTF-8 without NUL;
//   - what Read gives refuses writes.
//
// Left to the author of a store: say NULLS FIRST or NULLS LAST where NULL can be sorted (the engines differ), and lock
// rows that a decision rests on. PostgreSQL runs at READ COMMITTED: two transactions that read a row, decide and write
// can overwrite each other unless they UPDATE with the condition in WHERE or read with Tx.ForUpdate. SQLite runs one
// writer at a time, so the mistake shows on PostgreSQL alone.
package db
