package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestHeader(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	header := model.NewHeader("h1", now)
	require.Equal(t, model.Header{ID: "h1", Version: 1, CreateTime: now, UpdateTime: now}, header)
	seen := header.Etag()
	require.NoError(t, header.CheckCurrent(seen))
	header.Touch(now.Add(time.Hour))
	require.NoError(t, header.CheckCurrent(""), "no demand")
	require.NoError(t, header.CheckCurrent(header.Etag()))
	require.ErrorIs(t, header.CheckCurrent(seen), model.ErrEtag)
	header.Touch(now)
	require.Equal(t, model.Header{ID: "h1", Version: 3, CreateTime: now, UpdateTime: now.Add(time.Hour)}, header, "a clock that goes back")
}
