package demo

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/google/uuid"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func (f *Filling) bringSites(ctx context.Context) error {
	sites := directoryv1.NewSiteServiceClient(f.Client.Conn())
	for _, site := range place.Sites {
		if f.sites[site.Code] == "" {
			created, err := sites.CreateSite(ctx, &directoryv1.CreateSiteRequest{RequestId: uuid.NewString(), Site: &directoryv1.Site{
				DisplayName: place.Text(site.En, site.ZhCN), TimeZone: site.Zone,
				ExternalIds: []*typev1.ExternalId{{Source: organisation.Source, Id: site.Code}},
			}})
			if err != nil {
				return err
			}
			f.sites[site.Code] = created.GetName()
		}
		calendars, err := sites.ListCalendars(ctx, &directoryv1.ListCalendarsRequest{Parent: f.sites[site.Code], PageSize: 1})
		if err != nil {
			return err
		}
		if len(calendars.GetCalendars()) > 0 {
			continue
		}
		_, err = sites.PublishCalendar(ctx, &directoryv1.PublishCalendarRequest{
			Parent: f.sites[site.Code], Calendar: site.Calendar(), RequestId: uuid.NewString(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *Filling) bringUnits(ctx context.Context) error {
	for rows := range slices.Chunk(f.enterprise.Units, pageSize) {
		answer, err := directoryv1.NewUnitServiceClient(f.Client.Conn()).BatchUpsertUnits(ctx, &directoryv1.BatchUpsertUnitsRequest{
			Rows: rows, RequestId: uuid.NewString(),
		})
		if err != nil {
			return err
		}
		for _, result := range answer.GetResults() {
			id := rows[result.GetRow()-1].GetExternalId().GetId()
			if result.GetOutcome() == directoryv1.RowOutcome_ROW_OUTCOME_REFUSED {
				return refused(id, result.GetReason(), result.GetMessage())
			}
			f.units[id] = result.GetName()
		}
	}
	return nil
}

// refused is that Hearth does not take a row of ours.
func refused(id, reason, message string) error {
	return model.Say("Hearth refuses %s: %s %s", "Hearth 拒绝了 %s：%s %s", id, reason, message)
}

// bringPeople sends everybody and waits until the directory has taken them in.
func (f *Filling) bringPeople(ctx context.Context) error {
	request := uuid.NewString()
	var operation *typev1.Operation
	for {
		err := f.persist(ctx, func() (err error) {
			operation, err = f.sendPeople(ctx, request)
			return err
		})
		if err == nil {
			break
		}
		// One that was interrupted here is still being worked on there.
		if client.Reason(status.Convert(err)) != "IMPORT_RUNNING" {
			return err
		}
		f.Tell(words.Both("waiting for an import that is under way", "正在等待进行中的导入"))
		if err := client.Pause(ctx, importPause); err != nil {
			return err
		}
	}
	summary := &directoryv1.ImportSummary{}
	read := func(name string) (operation *typev1.Operation, err error) {
		err = f.persist(ctx, func() (err error) {
			operation, err = directoryv1.NewOperationServiceClient(f.Client.Conn()).GetOperation(ctx, &typev1.GetOperationRequest{Name: name})
			return err
		})
		return operation, err
	}
	err := client.Finish(ctx, operation, summary, read, func(o *typev1.Operation) {
		f.Tell(words.Both("people: %d of %d", "人员：%d / %d", o.GetProgress(), len(f.enterprise.People)))
	})
	if err != nil {
		return err
	}
	if count := summary.GetRefused(); count > 0 {
		return words.Say(words.SomeRefused, count)
	}
	return f.namePeople(ctx)
}

func (f *Filling) sendPeople(ctx context.Context, request string) (*typev1.Operation, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := directoryv1.NewImportServiceClient(f.Client.Conn()).ImportPeople(ctx)
	if err != nil {
		return nil, err
	}
	err = stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{
		Options: &directoryv1.ImportOptions{Source: organisation.Source, RequestId: request},
	}})
	for people := range slices.Chunk(f.enterprise.People, pageSize) {
		if err != nil {
			break
		}
		err = stream.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: &directoryv1.ImportRows{People: people}}})
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	// After an early end of the stream the answer says why.
	return stream.CloseAndRecv()
}

// namePeople learns the names that Hearth has given.
func (f *Filling) namePeople(ctx context.Context) error {
	request := &directoryv1.ListPeopleRequest{PageSize: pageSize}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := directoryv1.NewPersonServiceClient(f.Client.Conn()).ListPeople(ctx, request)
		if err != nil {
			return err
		}
		for _, person := range page.GetPeople() {
			known(f.people, person.GetName(), person.GetExternalIds())
		}
		request.PageToken = page.GetNextPageToken()
	}
	return nil
}
