package directory_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func personRow(id, unit, manager string) *directoryv1.PersonRow {
	return &directoryv1.PersonRow{
		ExternalId: &typev1.ExternalId{Source: "hris", Id: id}, DisplayName: "Person " + id, Number: id, Unit: unit, Manager: manager,
		Employer: "acme", HireDate: "2026-01-01",
	}
}

func unitRow(id, parent string) *directoryv1.UnitRow {
	return &directoryv1.UnitRow{
		ExternalId: &typev1.ExternalId{Source: "hris", Id: id}, ParentId: parent, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named(id),
	}
}

// file is what an import uploads.
type file struct {
	options *directoryv1.ImportOptions
	units   []*directoryv1.UnitRow
	people  []*directoryv1.PersonRow
}

func (f *firm) upload(ctx context.Context, in file) (*typev1.Operation, error) {
	stream, err := f.files.ImportPeople(ctx)
	require.NoError(f, err)
	send := func(message *directoryv1.ImportPeopleRequest) { _ = stream.Send(message) } // what went wrong comes with the answer
	if in.options == nil {
		in.options = &directoryv1.ImportOptions{Source: "hris"}
	}
	send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: in.options}})
	rows := func(rows *directoryv1.ImportRows) {
		send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: rows}})
	}
	for start := 0; start < len(in.people); start += 1000 {
		rows(&directoryv1.ImportRows{People: in.people[start:min(start+1000, len(in.people))]})
	}
	for start := 0; start < len(in.units); start += 1000 {
		rows(&directoryv1.ImportRows{Units: in.units[start:min(start+1000, len(in.units))]})
	}
	return stream.CloseAndRecv()
}

// imported is the summary of an import that succeeds.
func (f *firm) imported(in file) (*directoryv1.ImportSummary, string) {
	f.Helper()
	operation, err := f.upload(f.admin, in)
	require.NoError(f, err)
	operation = f.done(operation)
	require.Nil(f, operation.GetError())
	summary := &directoryv1.ImportSummary{}
	require.NoError(f, operation.GetResponse().UnmarshalTo(summary))
	return summary, operation.GetName()
}

// results are what became of the rows of an import.
func (f *firm) results(operation string, outcomes ...directoryv1.RowOutcome) []*directoryv1.RowResult {
	f.Helper()
	var all []*directoryv1.RowResult
	req := &directoryv1.ListImportRowsRequest{Parent: operation, PageSize: 3, Outcomes: outcomes}
	for {
		page, err := f.files.ListImportRows(f.admin, req)
		require.NoError(f, err)
		all = append(all, page.GetResults()...)
		if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
			return all
		}
	}
}

func said(results []*directoryv1.RowResult) (lines []string) {
	for _, result := range results {
		line := fmt.Sprintf("%d %s", result.GetRow(), result.GetOutcome().String()[len("ROW_OUTCOME_"):])
		if result.GetReason() != "" {
			line = fmt.Sprintf("%d %s %s", result.GetRow(), result.GetReason(), result.GetField())
		}
		for _, change := range result.GetChanges() {
			line += fmt.Sprintf(" %s:%s→%s", change.GetField(), change.GetBefore(), change.GetAfter())
		}
		lines = append(lines, line)
	}
	return lines
}

func TestAnImportIsAppliedOnce(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		in := file{
			units:  []*directoryv1.UnitRow{unitRow("team", "root"), unitRow("root", "")},
			people: []*directoryv1.PersonRow{personRow("1", "team", "2"), personRow("2", "root", ""), personRow("3", "team", "1")},
		}
		summary, _ := f.imported(in)
		require.Equal(f, "5 5 0 0", fmt.Sprintln(summary.GetRows(), summary.GetCreated(), summary.GetUpdated(), summary.GetRefused())[:7])
		events, _ := f.emitted()
		require.Len(f, events, 2+3*2, "each unit once, each person once with its state and once as joined")
		require.Zero(f, f.count("SELECT count(*) FROM import_row"), "the rows go when they are applied")

		f.Clock.Advance(24 * time.Hour)
		summary, operation := f.imported(in)
		require.EqualValues(f, 5, summary.GetUnchanged())
		again, _ := f.emitted()
		require.Equal(f, events, again, "the same file again changes and emits nothing")
		require.Empty(f, f.results(operation))
		require.Len(f, f.results(operation, directoryv1.RowOutcome_ROW_OUTCOME_UNCHANGED), 5)

		in.people[0].Shift, in.people[2].LeaveDate = "night", "2026-09-30"
		in.people[1].HireDate = "2025-06-01"
		_, operation = f.imported(in)
		require.Equal(f, []string{"1 UPDATED shift:→night", "2 UPDATED hire_date:2026-01-01→2025-06-01", "3 UPDATED leave_date:→2026-09-30"}, said(f.results(operation)))
		// The leave is taken back, and somebody comes again after having left.
		in.people[2].LeaveDate, in.people[0].LeaveDate = "", "2026-08-31"
		_, operation = f.imported(in)
		require.Equal(f, []string{"1 UPDATED leave_date:→2026-08-31", "3 UPDATED leave_date:2026-09-30→"}, said(f.results(operation)))
		in.people[0].LeaveDate, in.people[0].HireDate = "", "2026-09-01"
		f.imported(in)
		history, err := f.people.ListPlacements(f.admin, &directoryv1.ListPlacementsRequest{Parent: f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: `external_id = "hris:1"`})[0]})
		require.NoError(f, err)
		last := history.GetPlacements()[len(history.GetPlacements())-1]
		require.Equal(f, []string{"2026-09-01", "", "night"}, []string{last.GetFromDate(), last.GetToDate(), last.GetShift()})
	})
}

func TestADryRunChangesNothing(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		f.imported(file{units: []*directoryv1.UnitRow{unitRow("root", "")}, people: []*directoryv1.PersonRow{personRow("1", "root", ""), personRow("2", "root", "")}})
		events, _ := f.emitted()
		changed := personRow("1", "new", "")
		summary, operation := f.imported(file{
			options: &directoryv1.ImportOptions{Source: "hris", DryRun: true, Complete: true, RemovalLimitPercent: 50},
			units:   []*directoryv1.UnitRow{unitRow("new", "root")}, people: []*directoryv1.PersonRow{changed, personRow("3", "new", "1")},
		})
		require.True(f, summary.GetDryRun())
		results := f.results(operation)
		require.Len(f, results, 4)
		require.Contains(f, said(results[:1])[0], "1 UPDATED unit:units/")
		require.Equal(f, []string{"2 CREATED", "3 CREATED", "0 ENDED leave_date:→2026-09-05"}, said(results[1:]))
		require.Empty(f, results[1].GetName(), "not yet made")
		after, _ := f.emitted()
		require.Equal(f, events, after)
		require.Equal(f, 2, f.count("SELECT count(*) FROM person"))
		require.Equal(f, 1, f.count("SELECT count(*) FROM unit"))
	})
}

func TestRowsAreRefusedOneByOne(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		f.imported(file{units: []*directoryv1.UnitRow{unitRow("root", "")}, people: []*directoryv1.PersonRow{personRow("chief", "root", ""), personRow("old", "root", "chief")}})
		elsewhere := draft("taken", f.list(f.admin, &directoryv1.ListPeopleRequest{})[0])
		elsewhere.ExternalIds, elsewhere.Placement.Unit = nil, f.get(f.list(f.admin, &directoryv1.ListPeopleRequest{})[0], "").GetPlacement().GetUnit()
		f.create(elsewhere)
		with := func(id string, change func(row *directoryv1.PersonRow)) *directoryv1.PersonRow {
			row := personRow(id, "root", "")
			change(row)
			return row
		}
		people := []*directoryv1.PersonRow{
			personRow("fine", "root", "chief"),
			personRow("lost", "nowhere", ""),
			personRow("under lost", "root", "lost"), // whose row is refused, and who is not there
			personRow("under under", "root", "under lost"),
			personRow("alone", "root", "nobody"),
			personRow("twice", "root", ""), personRow("twice", "root", "chief"),
			personRow("a", "root", "b"), personRow("b", "root", "c"), personRow("c", "root", "a"),
			personRow("chief", "root", "old"), // who stands below the chief
			with("taken", func(*directoryv1.PersonRow) {}),
			with("x1", func(r *directoryv1.PersonRow) { r.Number = "same" }), with("x2", func(r *directoryv1.PersonRow) { r.Number = "same" }),
			with("d1", func(r *directoryv1.PersonRow) { r.HireDate = "01.02.2026" }), with("d2", func(r *directoryv1.PersonRow) { r.HireDate = "" }),
			with("d3", func(r *directoryv1.PersonRow) { r.LeaveDate = "2025-01-01" }),
			with("n", func(r *directoryv1.PersonRow) { r.DisplayName = "" }), with("nul", func(r *directoryv1.PersonRow) { r.Number = "\x00" }),
			with("u", func(r *directoryv1.PersonRow) { r.Unit = "units/" + uuid.NewString() }),
			with("", func(*directoryv1.PersonRow) {}),
			with("e", func(r *directoryv1.PersonRow) { r.Employer = "ACME Ltd." }),
			with("CASE", func(r *directoryv1.PersonRow) { r.Number = "FINE" }), with("💥", func(r *directoryv1.PersonRow) { r.DisplayName = "💥" }),
		}
		summary, operation := f.imported(file{people: people})
		require.Equal(f, []string{
			"1 CREATED", "2 UNKNOWN_UNIT unit", "3 UNKNOWN_MANAGER manager", "4 UNKNOWN_MANAGER manager", "5 UNKNOWN_MANAGER manager",
			"6 ROW_TWICE external_id", "7 ROW_TWICE external_id",
			"8 MANAGER_CYCLE manager", "9 MANAGER_CYCLE manager", "10 MANAGER_CYCLE manager", "11 MANAGER_CYCLE manager",
			"12 ALREADY_EXISTS number", "13 ALREADY_EXISTS number", "14 ALREADY_EXISTS number",
			"15 INVALID_FIELD hire_date", "16 INVALID_FIELD hire_date", "17 INVALID_FIELD leave_date", "18 INVALID_FIELD display_name", "19 INVALID_FIELD number",
			"20 UNKNOWN_UNIT unit", "21 INVALID_FIELD external_id.id", "22 INVALID_FIELD employer", "23 CREATED", "24 CREATED",
		}, said(f.results(operation)))
		require.EqualValues(f, 3, summary.GetCreated())
		// What is wrong is kept in both languages, for whoever reads it.
		sentence := func(language string) string {
			page, err := f.files.ListImportRows(metadata.AppendToOutgoingContext(f.admin, "accept-language", language), &directoryv1.ListImportRowsRequest{
				Parent: operation, Outcomes: []directoryv1.RowOutcome{directoryv1.RowOutcome_ROW_OUTCOME_REFUSED},
			})
			require.NoError(f, err)
			return page.GetResults()[0].GetMessage()
		}
		require.Equal(f, []string{"is not known", "不存在"}, []string{sentence("en"), sentence("zh-CN")})
	})
}

func TestNumbersAreExchangedWithinAFile(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		first, second := personRow("1", "root", ""), personRow("2", "root", "")
		f.imported(file{units: []*directoryv1.UnitRow{unitRow("root", "")}, people: []*directoryv1.PersonRow{first, second}})
		first.Number, second.Number = second.GetNumber(), first.GetNumber()
		_, operation := f.imported(file{people: []*directoryv1.PersonRow{first, second}})
		require.Equal(f, []string{"1 UPDATED number:1→2", "2 UPDATED number:2→1"}, said(f.results(operation)))
		// A claim on a number whose owner's row is refused is refused with it.
		first.Number, second.Number, second.Unit = second.GetNumber(), "9", "nowhere"
		_, operation = f.imported(file{people: []*directoryv1.PersonRow{first, second}})
		require.Equal(f, []string{"1 ALREADY_EXISTS number", "2 UNKNOWN_UNIT unit"}, said(f.results(operation)))
	})
}

func TestTheRemovalGuard(t *testing.T) {
	inFirm(t, func(f *firm) {
		f.running()
		var people []*directoryv1.PersonRow
		for i := range 40 {
			row := personRow(fmt.Sprint(i), "root", "")
			if i >= 30 {
				row.PlannedEndDate = "2026-08-31"
			}
			people = append(people, row)
		}
		f.imported(file{units: []*directoryv1.UnitRow{unitRow("root", "")}, people: people})
		events, _ := f.emitted()
		complete := &directoryv1.ImportOptions{Source: "hris", Complete: true}
		operation, err := f.upload(f.admin, file{options: complete, units: []*directoryv1.UnitRow{unitRow("new", "root")}, people: people[3:30]})
		require.NoError(f, err)
		operation = f.done(operation)
		require.Equal(f, "REMOVAL_GUARD", reasonOf(operation))
		after, _ := f.emitted()
		require.Equal(f, events, after, "nothing was applied")

		// The season of the last ten has ended, and one of the others is missing: 1 of 40 is within 5 %.
		summary, name := f.imported(file{options: complete, people: people[1:30]})
		require.EqualValues(f, 11, summary.GetEnded())
		ended := f.results(name, directoryv1.RowOutcome_ROW_OUTCOME_ENDED)
		require.Equal(f, "0 ENDED leave_date:→2026-09-05", said(ended)[0])
		require.Equal(f, "0 ENDED leave_date:→2026-08-31", said(ended)[10])
		summary, _ = f.imported(file{options: complete, people: people[1:30]})
		require.Zero(f, summary.GetEnded())
		// Whoever was missing by mistake comes back as if they had never left.
		_, name = f.imported(file{people: people[:1]})
		require.Equal(f, []string{"1 UPDATED leave_date:2026-09-05→"}, said(f.results(name)))
	})
}

func reasonOf(operation *typev1.Operation) string {
	for _, detail := range operation.GetError().GetDetails() {
		if message, err := detail.UnmarshalNew(); err == nil {
			if info, ok := message.(interface{ GetReason() string }); ok {
				return info.GetReason()
			}
		}
	}
	return ""
}

func TestOneImportOfASourceAtATime(t *testing.T) {
	inFirm(t, func(f *firm) {
		in := file{people: []*directoryv1.PersonRow{personRow("1", "root", "")}, options: &directoryv1.ImportOptions{Source: "hris", RequestId: uuid.NewString()}}
		first, err := f.upload(f.admin, in)
		require.NoError(f, err)
		again, err := f.upload(f.admin, in)
		require.NoError(f, err)
		require.Equal(f, first.GetName(), again.GetName(), "the upload was tried again")
		_, err = f.upload(f.admin, file{people: in.people})
		requireRefused(f, err, "IMPORT_RUNNING")
		other := in
		other.people = []*directoryv1.PersonRow{personRow("2", "root", "")}
		_, err = f.upload(f.admin, other)
		requireRefused(f, err, "REQUEST_ID_REUSED")
		require.Equal(f, 1, f.count("SELECT count(*) FROM import"), "what no import has is gone")
		require.Equal(f, 1, f.count("SELECT count(*) FROM import_row"))
		f.running()
		f.done(first)
		_, err = f.upload(f.admin, file{people: in.people})
		require.NoError(f, err)
	})
}

func TestUploadsThatCannotBe(t *testing.T) {
	inFirm(t, func(f *firm) {
		stream, err := f.files.ImportPeople(f.admin)
		require.NoError(f, err)
		_ = stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: &directoryv1.ImportRows{}}})
		_, err = stream.CloseAndRecv()
		requireRefused(f, err, "INVALID_FIELD")
		_, err = f.upload(f.admin, file{options: &directoryv1.ImportOptions{Source: "HRIS!"}})
		requireRefused(f, err, "INVALID_FIELD")
		_, err = f.upload(f.admin, file{options: &directoryv1.ImportOptions{Source: "hris", EffectiveDate: "2026-13-01"}})
		requireRefused(f, err, "INVALID_FIELD")
		_, err = f.upload(f.as("people/"+uuid.NewString()), file{})
		requireRefused(f, err, "PERMISSION_DENIED")
		require.Zero(f, f.count("SELECT count(*) FROM import"))
	})
}
