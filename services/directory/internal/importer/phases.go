package importer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	domainorg "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/store/org"
	peoplestore "github.com/hearth-culture/hearth/services/directory/internal/store/people"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// guard refuses the whole file before anything of it is applied.
func (r *run) guard(ctx context.Context) error {
	if !r.file.Options.Complete {
		return nil
	}
	employed, present, err := r.employed(ctx, r.db.Read())
	if err != nil {
		return err
	}
	if err := r.file.Options.Guard(employed, present); err != nil {
		return err
	}
	lasting, err := access.Lasting(ctx, accessstore.NewReader(r.db.Read()), r.clock())
	if err == nil && !access.Spares(lasting, r.going(employed, present)) {
		err = access.ErrLastAdmin
	}
	return err
}

func (r *run) going(employed []imports.Employed, present map[string]bool) (going []string) {
	for _, end := range r.file.Options.Missing(employed, present) {
		going = append(going, end.Person)
	}
	return going
}

// stay takes out of the administrators who is not in a complete file: a row must not end the employment of the last who is, for then the
// end of the others would be refused when all rows are applied.
func (r *run) stay(ctx context.Context, q db.Querier, administrators []string) ([]string, error) {
	if !r.file.Options.Complete {
		return administrators, nil
	}
	employed, present, err := r.employed(ctx, q)
	if err != nil {
		return nil, err
	}
	going := r.going(employed, present)
	return slices.DeleteFunc(administrators, func(one string) bool { return !access.Spares([]string{one}, going) }), nil
}

// employed are the people whose employment the file could end, each once, and those of them who are in it.
func (r *run) employed(ctx context.Context, q db.Querier) ([]imports.Employed, map[string]bool, error) {
	all, ids, err := store.NewReader(q).Employed(ctx, r.file.Options.Source, r.file.Options.Effective)
	if err != nil {
		return nil, nil, err
	}
	inFile := make(map[string]bool, len(r.rows.people))
	for i := range r.rows.people {
		inFile[r.rows.people[i].ID.ID] = true
	}
	present := map[string]bool{}
	var each []imports.Employed
	for i, e := range all { // a person with two ids of the source comes twice, one after the other
		if inFile[ids[i]] {
			present[e.Person] = true
		}
		if n := len(each); n == 0 || each[n-1].Person != e.Person {
			each = append(each, e)
		}
	}
	return each, present, nil
}

// planned are the units as a dry run would leave them; nil otherwise.
type planned struct {
	units map[source.ID]string
	tree  domain.Tree
}

var errDry = errors.New("importer: nothing was to be changed")

// units brings in the units, all in one step: people refer to them. A dry run does so as well, reads what that would come to, and takes
// it back.
func (r *run) units(ctx context.Context) (*planned, error) {
	if !r.file.Options.DryRun {
		if r.at.Phase > units {
			return nil, nil
		}
		return nil, r.commit(ctx, checkpoint{Phase: people}, func(ctx context.Context, tx *db.Tx) ([]source.Result, error) {
			return domainorg.Upsert(ctx, org.New(tx, r.record), model.Everything(), source.NamingEverything(), r.clock(), r.rows.units)
		})
	}
	var would planned
	var results []source.Result
	err := r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		s := org.New(tx, r.record)
		if results, err = domainorg.Upsert(ctx, s, model.Everything(), source.NamingEverything(), r.clock(), r.rows.units); err != nil {
			return err
		}
		if would.tree, err = tables.Tree(ctx, tx, nil); err != nil {
			return err
		}
		found, err := tables.BySource(ctx, tx, tables.Unit, r.file.Options.Source, nil)
		would.units = make(map[source.ID]string, len(found))
		for id, unit := range found {
			would.units[source.ID{Source: r.file.Options.Source, ID: id}] = unit
		}
		if err == nil {
			err = errDry
		}
		return err
	})
	if !errors.Is(err, errDry) {
		return nil, err
	}
	if r.at.Phase > units {
		return &would, nil
	}
	for i := range results {
		if results[i].Outcome == source.Created {
			results[i].Resource = "" // not yet made
		}
	}
	return &would, r.commit(ctx, checkpoint{Phase: people}, func(context.Context, *db.Tx) ([]source.Result, error) { return results, nil })
}

// people compares the people and applies what differs, step by step. Who else writes to the directory meanwhile makes the comparison
// stale: it is then made anew, within the step's transaction.
func (r *run) people(ctx context.Context, would *planned) error {
	var comparison *rows.Comparison
	var writes int64
	err := r.db.ReadTx(ctx, func(ctx context.Context, q db.Querier) (err error) {
		comparison, writes, err = r.compare(ctx, q, would)
		return err
	})
	if err != nil {
		return err
	}
	for r.at.Next < len(r.rows.people) {
		start := r.at.Next
		end := min(start+step, len(r.rows.people))
		current, counted := comparison, writes
		err := r.commit(ctx, checkpoint{Phase: people, Next: end}, func(ctx context.Context, tx *db.Tx) (results []source.Result, err error) {
			current, counted = comparison, writes
			if r.file.Options.DryRun || !current.Changes(start, end) {
				return current.Results(ctx, peoplestore.NewReader(tx), start, end)
			}
			before, err := tables.Turn(ctx, tx)
			if err != nil {
				return nil, err
			}
			if counted++; before != counted {
				if current, counted, err = r.compare(ctx, tx, would); err != nil {
					return nil, err
				}
			}
			return current.Apply(ctx, peoplestore.New(tx, r.record), start, end)
		})
		if err != nil {
			return err
		}
		comparison, writes = current, counted
	}
	return nil
}

// compare compares all rows with the directory as it is, and counts the writes that made it so.
func (r *run) compare(ctx context.Context, q db.Querier, would *planned) (*rows.Comparison, int64, error) {
	writes, err := tables.Writes(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	reader := peoplestore.NewReader(q)
	known, err := reader.KnownTo(ctx, r.clock(), r.file.Options.Source)
	if err != nil {
		return nil, 0, err
	}
	if known.Administrators, err = r.stay(ctx, q, known.Administrators); err != nil {
		return nil, 0, err
	}
	if would != nil {
		known.Tree, known.Units = would.tree, would.units
	}
	terms := rows.Terms{Scope: model.Everything(), Naming: source.NamingEverything(), Now: r.clock(), Effective: r.file.Options.Effective, NewID: r.newID}
	comparison, err := rows.Compare(ctx, reader, terms, known, r.rows.people)
	return comparison, writes, err
}

// newID is the id of the new person of a row: always the same for the same row of the same import, since another row may have named
// the person as a manager before a restart; and in the order of the rows, which is cheap to insert. It is a UUIDv7.
func (r *run) newID(row *rows.Row) (string, error) {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(r.file.ID), uint64(row.Number)))
	id := uuid.UUID(sum[:16])
	binary.BigEndian.PutUint64(id[:8], uint64(r.file.CreateTime.UnixMilli())<<16)
	number := uint64(row.Number) & 0xffffffff
	id[6], id[7] = 0x70|byte(number>>28), byte(number>>20)
	id[8], id[9], id[10] = 0x80|byte(number>>14)&0x3f, byte(number>>6), byte(number<<2)|id[10]&3
	return id.String(), nil
}

// leavers ends the employments that a complete file no longer holds.
func (r *run) leavers(ctx context.Context) error {
	if !r.file.Options.Complete {
		return nil
	}
	employed, present, err := r.employed(ctx, r.db.Read())
	if err != nil {
		return err
	}
	ends := r.file.Options.Missing(employed, present)
	if r.file.Options.DryRun {
		ends = ends[min(int(r.at.Counts[source.Ended]), len(ends)):] // those before are reported
	}
	for start := 0; start < len(ends); start += step {
		some := ends[start:min(start+step, len(ends))]
		first := r.file.Rows + 1 + r.at.Counts[source.Ended]
		err := r.commit(ctx, checkpoint{Phase: leavers}, func(ctx context.Context, tx *db.Tx) ([]source.Result, error) {
			return r.end(ctx, tx, some, first)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// end ends some employments. Their results stand behind those of the rows, from first on.
func (r *run) end(ctx context.Context, tx *db.Tx, ends []imports.Removal, first int64) ([]source.Result, error) {
	s := peoplestore.New(tx, r.record)
	if !r.file.Options.DryRun {
		if _, err := s.Turn(ctx); err != nil {
			return nil, err
		}
	}
	changes, err := rows.End(ctx, s, r.clock(), ends)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	results := make([]source.Result, len(changes))
	for i, change := range changes {
		results[i] = source.Result{Row: first + int64(i), Outcome: source.Ended, Resource: change.Person.ID, Changes: change.Fields}
	}
	if r.file.Options.DryRun {
		return results, nil
	}
	tree, err := s.Tree(ctx, nil)
	if err != nil {
		return nil, err
	}
	return results, rows.Keep(ctx, s, tree, r.clock(), changes)
}
