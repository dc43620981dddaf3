package figure

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
)

// ShareTest is a test of two shares as the contract has it, nil for none.
func ShareTest(of *comparison.Favourable) *surveyv1.ShareTest {
	if of == nil {
		return nil
	}
	return &surveyv1.ShareTest{
		Difference: of.Difference, Low: of.Interval.Low, High: of.Interval.High, Method: surveyv1.ShareMethod(of.Method),
		P: of.P, Q: of.Q, Verdict: surveyv1.Verdict(of.Verdict),
	}
}
