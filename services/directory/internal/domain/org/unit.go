package org

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Kind is what a unit is. The numbers are those of hearth.directory.v1.UnitKind.
type Kind int

// The kinds.
const (
	Company Kind = iota + 1
	Department
	SiteUnit
	Queue
	Team
)

var kindNames = map[Kind]string{Company: "company", Department: "department", SiteUnit: "site", Queue: "queue", Team: "team"}

// String names the kind, for people who read what differs.
func (k Kind) String() string { return kindNames[k] }

// Unit is a node of the organisation's tree.
type Unit struct {
	Header
	// Parent is the unit above, "" for a root.
	Parent string
	Kind   Kind
	// Site is "" where it is inherited from above.
	Site string
}

func (u Unit) check() error {
	if kindNames[u.Kind] == "" {
		return model.InvalidField("unit.kind", model.Say("is not a kind of unit", "不是组织单元类型"))
	}
	if err := text.Localized("unit.display_name", u.DisplayName); err != nil {
		return err
	}
	return source.CheckAll("unit.external_ids", u.ExternalIDs)
}
