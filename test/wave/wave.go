// Package wave takes surveys from the draft to the release, for tests that read what is shown of them.
package wave

import (
	"cmp"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Released creates the survey, CONFIDENTIAL if its mode is unsaid, for answers from elsewhere, opens it as soon as surveys have heard of all who answer, who must be all who are
// asked, takes their answers in, closes it, and waits for the release. It returns the survey's name.
func Released(ctx context.Context, t testing.TB, conn grpc.ClientConnInterface, survey *surveyv1.Survey, answers []*surveyv1.ResponseRow) (name string) {
	t.Helper()
	surveys, releases := surveyv1.NewSurveyServiceClient(conn), surveyv1.NewReleaseServiceClient(conn)
	survey.DisplayName = &typev1.LocalizedText{Texts: map[string]string{"en": "Wave"}}
	survey.Mode, survey.Intake = cmp.Or(survey.GetMode(), surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL), surveyv1.Intake_INTAKE_IMPORT
	require.Eventually(t, func() bool {
		if name == "" {
			made, err := surveys.CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: survey})
			if err != nil {
				return false
			}
			name = made.GetName()
		}
		preview, err := releases.PreviewRelease(ctx, &surveyv1.PreviewReleaseRequest{Survey: name})
		return err == nil && preview.GetEligible() == int64(len(answers))
	}, time.Minute, 20*time.Millisecond, "the roster knows everybody")
	_, err := surveys.OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{Name: name})
	require.NoError(t, err)
	imported, err := surveyv1.NewResponseImportServiceClient(conn).BatchImportResponses(ctx, &surveyv1.BatchImportResponsesRequest{Name: name, Rows: answers})
	require.NoError(t, err)
	require.EqualValues(t, len(answers), imported.GetImported(), imported.GetRefusals())
	_, err = surveys.CloseSurvey(ctx, &surveyv1.CloseSurveyRequest{Name: name})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := releases.GetRelease(ctx, &surveyv1.GetReleaseRequest{Name: name + "/release"})
		return err == nil
	}, time.Minute, 20*time.Millisecond, "the release is made")
	return name
}
