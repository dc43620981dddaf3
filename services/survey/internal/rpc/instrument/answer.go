package instrument

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// ReadAnswers are what somebody answered.
func ReadAnswers(all []*surveyv1.Answer) []item.Answer {
	answers := make([]item.Answer, len(all))
	for i, one := range all {
		answers[i] = item.Answer{Item: one.GetItem(), Value: readValue(one)}
	}
	return answers
}

func readValue(from *surveyv1.Answer) item.Value {
	switch value := from.GetValue().(type) {
	case *surveyv1.Answer_Rating:
		return item.Rated(value.Rating)
	case *surveyv1.Answer_Option:
		return item.Chosen(value.Option)
	case *surveyv1.Answer_Options:
		return item.Several(value.Options.GetOptions())
	case *surveyv1.Answer_Number:
		return item.Counted(value.Number)
	case *surveyv1.Answer_Date:
		return item.Dated(value.Date)
	case *surveyv1.Answer_Text:
		return item.Written(value.Text)
	case *surveyv1.Answer_Agreed:
		return item.Agreed(value.Agreed)
	case *surveyv1.Answer_Band:
		return item.Banded(value.Band)
	}
	return nil
}

// WriteAnswers says what somebody answered.
func WriteAnswers(all []item.Answer) []*surveyv1.Answer {
	return each(all, func(answer item.Answer) *surveyv1.Answer {
		out := &surveyv1.Answer{Item: answer.Item}
		switch value := answer.Value.(type) {
		case item.Rated:
			out.Value = &surveyv1.Answer_Rating{Rating: int32(value)}
		case item.Chosen:
			out.Value = &surveyv1.Answer_Option{Option: string(value)}
		case item.Several:
			out.Value = &surveyv1.Answer_Options{Options: &surveyv1.Options{Options: value}}
		case item.Counted:
			out.Value = &surveyv1.Answer_Number{Number: int64(value)}
		case item.Dated:
			out.Value = &surveyv1.Answer_Date{Date: string(value)}
		case item.Written:
			out.Value = &surveyv1.Answer_Text{Text: string(value)}
		case item.Agreed:
			out.Value = &surveyv1.Answer_Agreed{Agreed: bool(value)}
		case item.Banded:
			out.Value = &surveyv1.Answer_Band{Band: int32(value)}
		}
		return out
	})
}
