package model

import (
	"strconv"
	"time"
)

// Header is what the resources of all services have in common.
type Header struct {
	ID string
	// Version counts the changes from 1.
	Version    int64
	CreateTime time.Time
	UpdateTime time.Time
}

// NewHeader begins the life of a resource.
func NewHeader(id string, now time.Time) Header {
	return Header{ID: id, Version: 1, CreateTime: now, UpdateTime: now}
}

// Etag names the version.
func (h Header) Etag() string { return strconv.FormatInt(h.Version, 10) }

// CheckCurrent refuses a change of what the caller has not seen: ErrEtag. No etag is no demand.
func (h Header) CheckCurrent(etag string) error {
	if etag != "" && etag != h.Etag() {
		return ErrEtag
	}
	return nil
}

// Touch counts a change. An instant never goes backwards, even where the clock does.
func (h *Header) Touch(now time.Time) {
	h.Version++
	if now.After(h.UpdateTime) {
		h.UpdateTime = now
	}
}
