package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
)

func norms(t *testing.T, h House) {
	made := func(id, family string, at time.Duration) norm.Norm {
		return norm.Norm{
			ID: id, Family: family, Of: "belong", Statistic: norm.Favourable, Value: 0.1 + 0.2, N: 12345678901, Date: 20000,
			Population: model.Text{"en": "Contact centres", "zh-CN": "客服中心"}, Source: "A study", Licence: "CC BY 4.0", CreateTime: At.Add(at),
		}
	}
	first, second, other := made("n1", "i", 0), made("n2", "i", time.Microsecond), made("n3", "I", 0)
	h.Write(t, func(ctx context.Context, s Store) error {
		for _, one := range []norm.Norm{first, second, other} {
			require.NoError(t, s.AddNorm(ctx, one))
		}
		return nil
	})
	of := model.List{
		Conditions: []model.Condition{{Field: "family", Op: "=", Value: "i"}}, Order: []model.Order{{Field: "create_time", Desc: true}}, Size: 5,
	}
	found, err := h.Read.Norms(t.Context(), of)
	require.NoError(t, err)
	require.Equal(t, []norm.Norm{second, first}, found)
	of.Size = 0
	found, err = h.Read.Norms(t.Context(), of)
	require.NoError(t, err)
	require.Len(t, found, 1, "one more than a page")
	h.Write(t, func(ctx context.Context, s Store) error {
		for _, want := range []bool{true, false} {
			was, err := s.DeleteNorm(ctx, "n2")
			require.NoError(t, err)
			require.Equal(t, want, was)
		}
		return nil
	})
	found, err = h.Read.Norms(t.Context(), model.List{Size: 5})
	require.NoError(t, err)
	require.Equal(t, []norm.Norm{first, other}, found)
}
