package journeys_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/test/house"
)

// attempt is one mutation of a client: the id under which it may be repeated, and what was acknowledged, if anything.
type attempt struct{ requestID, unit string }

// Whoever is stopped while it works finishes what came in: all that was acknowledged is there, its events are on the bus, and what was
// not acknowledged can be repeated without happening twice.
func TestAStopUnderLoadLosesNothing(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		admin := h.Admin(t)
		units := directoryv1.NewUnitServiceClient(h.Conn())
		var mu sync.Mutex
		var attempts []attempt
		var clients sync.WaitGroup
		underWay, stopped := make(chan struct{}, 1000), make(chan struct{})
		for range 8 {
			clients.Go(func() {
				for {
					select {
					case <-stopped:
						return
					default:
					}
					a := attempt{requestID: uuid.NewString()}
					unit, err := units.CreateUnit(admin, creation(a.requestID))
					if err == nil {
						a.unit = unit.GetName()
					} else if status.Code(err) != codes.Unavailable {
						t.Errorf("a stop shows itself as %v", err)
					}
					mu.Lock()
					attempts = append(attempts, a)
					mu.Unlock()
					select {
					case underWay <- struct{}{}:
					default:
					}
					if err != nil {
						return
					}
				}
			})
		}
		for range 50 {
			<-underWay
		}
		for _, role := range []string{"", "gateway", "survey", "directory"} { // the edge first, as a rollout does
			if h.Roles[role] != nil {
				require.NoError(t, h.Roles[role].Stop())
			}
		}
		close(stopped)
		clients.Wait()

		d := h.Database(t, "directory")
		require.Zero(t, waiting(t, d), "what was committed last is on the bus")
		kept := lines(t, d, "SELECT id FROM unit")
		for _, a := range attempts {
			require.True(t, a.unit == "" || strings.Contains(kept, model.ID(a.unit)), "%s was acknowledged", a.unit)
		}
		require.NoError(t, d.Close())
		if h.Shape == house.Embedded {
			everythingHappensOnce(t, h, attempts)
		}
	})
}

// everythingHappensOnce starts the house once more, and repeats what its clients had asked for.
func everythingHappensOnce(t *testing.T, h *house.House, attempts []attempt) {
	back := house.Start(t, house.Embedded, func(c *config.Config) { c.DataDir, c.KeysDir = h.Config.DataDir, h.Config.KeysDir })
	made := map[string]bool{}
	for _, a := range attempts {
		unit, err := directoryv1.NewUnitServiceClient(back.Conn()).CreateUnit(back.Admin(t), creation(a.requestID))
		require.NoError(t, err)
		require.True(t, a.unit == "" || a.unit == unit.GetName(), "the first answer once more")
		made[unit.GetName()] = true
	}
	require.Len(t, made, len(attempts))
	d := back.Database(t, "directory")
	require.Equal(t, len(attempts), strings.Count(lines(t, d, "SELECT id FROM unit"), "\n"), "one unit for each request id")
}

func creation(requestID string) *directoryv1.CreateUnitRequest {
	return &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text("Load")}, RequestId: requestID,
	}
}

// Nobody is sent to a house that stops, while what is under way in it comes to its end: here a request whose body is slow to come, and
// an import of which the last rows are missing.
func TestReadinessEndsBeforeTheWorkDoes(t *testing.T) {
	h := house.Start(t, house.Embedded)
	admin := h.Admin(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	health, err := healthv1.NewHealthClient(h.Conn()).Watch(ctx, &healthv1.HealthCheckRequest{})
	require.NoError(t, err)
	until := func(want healthv1.HealthCheckResponse_ServingStatus) {
		for {
			said, err := health.Recv()
			require.NoError(t, err)
			if said.GetStatus() == want {
				return
			}
		}
	}
	until(healthv1.HealthCheckResponse_SERVING)

	slow := begin(t, h)
	file, err := directoryv1.NewImportServiceClient(h.Conn()).ImportPeople(admin)
	require.NoError(t, err)
	require.NoError(t, file.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Options{Options: &directoryv1.ImportOptions{Source: "hris"}}}))
	_, err = directoryv1.NewTokenServiceClient(h.Conn()).GetCaller(admin, &directoryv1.GetCallerRequest{})
	require.NoError(t, err, "on one connection, what was sent before an answered call has arrived")
	stopped := make(chan error, 1)
	go func() { stopped <- h.Roles[""].Stop() }()

	until(healthv1.HealthCheckResponse_NOT_SERVING)
	require.Error(t, h.Roles[""].Ready())
	require.Empty(t, stopped, "the house waits for what is under way")
	slow.finish(t, `{"kind": "UNIT_KIND_COMPANY", "displayName": {"texts": {"en": "Slow"}}}`)
	require.NoError(t, file.Send(&directoryv1.ImportPeopleRequest{Part: &directoryv1.ImportPeopleRequest_Rows{Rows: &directoryv1.ImportRows{Units: []*directoryv1.UnitRow{{
		ExternalId: &typev1.ExternalId{Source: "hris", Id: "1"}, Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text("Imported"),
	}}}}}))
	operation, err := file.CloseAndRecv()
	require.NoError(t, err)
	cancel() // who watches is no work
	require.NoError(t, <-stopped)

	back := &office{House: house.Start(t, house.Embedded, func(c *config.Config) { c.DataDir, c.KeysDir = h.Config.DataDir, h.Config.KeysDir })}
	back.admin = back.Admin(t)
	back.done(t, operation.GetName())
	all, err := directoryv1.NewUnitServiceClient(back.Conn()).ListUnits(back.admin, &directoryv1.ListUnitsRequest{})
	require.NoError(t, err)
	var names []string
	for _, unit := range all.GetUnits() {
		names = append(names, unit.GetDisplayName().GetTexts()["en"])
	}
	require.ElementsMatch(t, []string{"Slow", "Imported"}, names)
}

// request is one whose body is still coming.
type request struct {
	body   *io.PipeWriter
	answer chan *http.Response
}

// begin returns when the server has read the head of a request and asks for the body.
func begin(t *testing.T, h *house.House) *request {
	reader, writer := io.Pipe()
	r := &request{body: writer, answer: make(chan *http.Response, 1)}
	asked := make(chan struct{})
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(asked) }})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.HTTP+"/directory/v1/units", reader)
	require.NoError(t, err)
	req.Header.Set("content-type", "application/json")
	req.Header.Set("authorization", "Bearer "+h.Key(t, h.AdminKey))
	req.Header.Set("expect", "100-continue")
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	go func() {
		res, err := client.Do(req)
		if err != nil {
			t.Errorf("a request under way was cut off: %v", err)
		}
		r.answer <- res
	}()
	<-asked
	return r
}

func (r *request) finish(t *testing.T, part string) {
	_, err := fmt.Fprint(r.body, part)
	require.NoError(t, err)
	require.NoError(t, r.body.Close())
	res := <-r.answer
	require.NotNil(t, res)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
}
