package directory_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func (f *firm) exec(query string, args ...any) {
	f.Helper()
	require.NoError(f, f.DB.Tx(f.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}))
}

// administers makes a subject an administrator of all; a person gets a PIN to log in with, a key a secret.
func (f *firm) administers(subject string) {
	f.Helper()
	id := uuid.NewString()
	f.exec("INSERT INTO binding (id, subject, role, unit, employer, create_time) VALUES ($1, $2, $3, '', '', 0)", id, subject, int64(model.RoleAdmin))
	if key, ok := strings.CutPrefix(subject, "keys/"); ok {
		f.exec("INSERT INTO api_key (id, kind, display_name, create_time) VALUES ($1, 'system', '', 0)", key)
		f.exec("INSERT INTO key_secret (id, api_key, prefix, hash, create_time) VALUES ($1, $2, '', $3, 0)", id, key, []byte(id))
		return
	}
	f.exec("INSERT INTO pin (person, id, hash, create_time) VALUES ($1, $2, '', 0)", model.ID(subject), id)
}

// ends are the ways in which the employment of one person comes to an end.
func (f *firm) ends() map[string]func(person string) error {
	update := func(person string, change *directoryv1.Person, path string) error {
		change.Name = person
		_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: change, UpdateMask: mask(path)})
		return err
	}
	end := func(day string) func(person string) error {
		return func(person string) error {
			_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: person, LeaveDate: day})
			return err
		}
	}
	return map[string]func(person string) error{
		"yesterday": end("2026-09-05"), "today": end("2026-09-06"), "next year": end("2027-01-31"),
		"by a day of hire that is yet to come": func(person string) error {
			return update(person, &directoryv1.Person{HireDate: "2026-10-01"}, "hire_date")
		},
	}
}

func TestTheLastAdministratorsEmploymentGoesOn(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		team := f.unit("team", "")
		other := f.unit("other", "")
		last := f.create(draft("1", team)).GetName()
		f.administers(last)
		beside := f.create(draft("2", team)).GetName()
		before := f.get(last, "")
		row := func(number, leave string) *directoryv1.PersonRow {
			row := personRow(number, team, "")
			row.HireDate, row.LeaveDate, row.Language, row.Shift = "2026-01-01", leave, "zh-CN", "day"
			return row
		}
		upsert := func(rows ...*directoryv1.PersonRow) []string {
			response, err := f.people.BatchUpsertPeople(f.admin, &directoryv1.BatchUpsertPeopleRequest{Rows: rows})
			require.NoError(f, err)
			return said(response.GetResults())
		}
		stays := func(t *testing.T, err error) {
			t.Helper()
			requireRefused(t, err, "LAST_ADMIN")
			require.Empty(t, cmp.Diff(before, f.get(last, ""), protocmp.Transform()))
		}
		for name, end := range f.ends() {
			f.Run(name, func(t *testing.T) { stays(t, end(last)) })
		}
		require.Equal(f, []string{"1 LAST_ADMIN leave_date", "2 UPDATED leave_date:→2026-12-31"}, upsert(row("1", "2026-12-31"), row("2", "2026-12-31")))
		_, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: last})
		requireRefused(f, err, "STILL_EMPLOYED")
		for _, dry := range []bool{true, false} {
			options := &directoryv1.ImportOptions{Source: "hris", Complete: true, RemovalLimitPercent: 100, DryRun: dry}
			operation, err := f.upload(f.admin, file{options: options, people: []*directoryv1.PersonRow{row("2", "2026-12-31")}})
			require.NoError(f, err)
			require.Equal(f, "LAST_ADMIN", reasonOf(f.done(operation)))
		}
		require.Empty(f, cmp.Diff(before, f.get(last, ""), protocmp.Transform()))
		_, err = f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: &directoryv1.Person{
			Name: last, HireDate: "2025-06-01", PlannedEndDate: "2027-01-01", Placement: &directoryv1.Placement{Unit: other, Employer: "vendor"},
		}, UpdateMask: mask("hire_date", "planned_end_date", "placement.unit", "placement.employer")})
		require.NoError(f, err, "what ends nothing may change")

		// Of several, one stays.
		third := draft("3", team)
		third.Placement.Employer = "vendor"
		other3 := f.create(third).GetName()
		f.administers(other3)
		leaving := []*directoryv1.PersonRow{row("1", "2026-12-31"), row("3", "2026-12-31")}
		leaving[0].Employer, leaving[1].Employer = "vendor", "vendor"
		require.Equal(f, []string{"1 LAST_ADMIN leave_date", "2 LAST_ADMIN leave_date"}, upsert(leaving...))
		errs := make(chan error, 2)
		for _, name := range []string{last, other3} {
			go func() {
				_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: "2026-09-05"})
				errs <- err
			}()
		}
		reasons := []string{}
		for range 2 {
			if err := <-errs; err != nil {
				reasons = append(reasons, calltest.Reason(err))
			}
		}
		require.Equal(f, []string{"LAST_ADMIN"}, reasons)

		// Beside a key that lasts, everybody may go.
		f.administers("keys/" + uuid.NewString())
		for _, name := range []string{last, other3, beside} {
			_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: "2026-09-05"})
			require.NoError(f, err)
			_, err = f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: name})
			require.NoError(f, err)
		}
	})
}

// TestAFileThatDropsOneAdministratorKeepsTheOther: what its rows end and what it leaves out are looked at together, before any of it is done.
func TestAFileThatDropsOneAdministratorKeepsTheOther(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		team := f.unit("team", "")
		leaves, dropped := f.create(draft("1", team)).GetName(), f.create(draft("2", team)).GetName()
		f.administers(leaves)
		f.administers(dropped)
		row := personRow("1", team, "")
		row.HireDate, row.LeaveDate, row.Language, row.Shift = "2026-01-01", "2026-12-31", "zh-CN", "day"
		for _, dry := range []bool{true, false} {
			options := &directoryv1.ImportOptions{Source: "hris", Complete: true, RemovalLimitPercent: 100, DryRun: dry}
			operation, err := f.upload(f.admin, file{options: options, people: []*directoryv1.PersonRow{row}})
			require.NoError(f, err)
			operation = f.done(operation)
			require.Nil(f, operation.GetError())
			results := said(f.results(operation.GetName()))
			require.Len(f, results, 2)
			require.Equal(f, "1 LAST_ADMIN leave_date", results[0])
			require.Contains(f, results[1], "0 ENDED")
		}
		require.Empty(f, f.get(leaves, "").GetLeaveDate())
		require.NotEmpty(f, f.get(dropped, "").GetLeaveDate())
	})
}
