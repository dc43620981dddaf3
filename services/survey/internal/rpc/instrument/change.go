package instrument

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/difference"
)

// WriteChanges says how two instruments differ.
func WriteChanges(all []difference.Change) []*surveyv1.Change {
	return each(all, func(c difference.Change) *surveyv1.Change {
		sentence := model.Text{"en": c.Sentence.En, "zh-CN": c.Sentence.ZhCN}
		return &surveyv1.Change{
			Path: c.Path, Kind: surveyv1.ChangeKind(c.Kind), Sentence: resource.Localized(sentence), Before: c.Before, After: c.After,
		}
	})
}
