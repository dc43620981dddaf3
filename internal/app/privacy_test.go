package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
)

func TestAModuleThatKeepsDataOwesPeople(t *testing.T) {
	exports := func(r grpc.ServiceRegistrar) {
		surveyv1.RegisterPrivacyServiceServer(r, surveyv1.UnimplementedPrivacyServiceServer{})
	}
	erase := func(context.Context, *db.Tx, string) error { return nil }
	tables := []db.Set{event.Migrations()}
	for name, test := range map[string]struct {
		migrations []db.Set
		service    app.Service
		want       string // "" for a module that starts
	}{
		"all it owes": {tables, app.Service{Register: exports, Erase: erase}, ""},
		"no tables":   {nil, app.Service{}, ""},
		"nothing":     {tables, app.Service{}, "survey keeps data and does not answer /hearth.survey.v1.PrivacyService/ExportPersonData"},
		"no export":   {tables, app.Service{Erase: erase}, "does not answer /hearth.survey.v1.PrivacyService/ExportPersonData"},
		"no erasure":  {tables, app.Service{Register: exports}, "survey keeps data and has no Erase"},
		"another's own": {tables, app.Service{Erase: erase, Register: func(r grpc.ServiceRegistrar) {
			surveyv1.RegisterAuditServiceServer(r, surveyv1.UnimplementedAuditServiceServer{})
		}}, "does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			module := app.Module{Name: "survey", Migrations: test.migrations, Build: func(context.Context, app.Deps) (app.Service, error) {
				return test.service, nil
			}}
			house, err := app.Start(t.Context(), settings(t), []app.Module{room(nil), module}, nil)
			if test.want != "" {
				require.ErrorContains(t, err, test.want)
				return
			}
			require.NoError(t, err)
			require.NoError(t, house.Stop())
		})
	}
}

func TestModulesAreToldTheTimeAsItIsKept(t *testing.T) {
	precise := time.Date(2026, 9, 6, 12, 0, 0, 123456789, time.UTC)
	var told time.Time
	module := app.Module{Name: "clockwork", Build: func(_ context.Context, d app.Deps) (app.Service, error) {
		told = d.Clock()
		return app.Service{}, nil
	}}
	_, err := app.Furnish(t.Context(), module, app.Deps{Clock: func() time.Time { return precise }}, nil)
	require.NoError(t, err)
	require.Equal(t, precise.Truncate(time.Microsecond), told)
}
