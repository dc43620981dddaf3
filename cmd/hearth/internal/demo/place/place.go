// Package place holds the sites of the demonstration's invented enterprise, with their zones and calendars.
package place

import (
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Country is a country in which the enterprise works.
type Country string

// The countries.
const (
	China    Country = "cn"
	Malaysia Country = "my"
	Japan    Country = "jp"
)

// Site is a place where people work.
type Site struct {
	// Code is short: units and files name the site by it.
	Code     string
	Country  Country
	Zone     string // IANA
	En, ZhCN string
}

// Sites are all sites, the largest first.
var Sites = []Site{
	{"cd", China, "Asia/Shanghai", "Chengdu", "成都"},
	{"wh", China, "Asia/Shanghai", "Wuhan", "武汉"},
	{"xa", China, "Asia/Shanghai", "Xi'an", "西安"},
	{"kl", Malaysia, "Asia/Kuala_Lumpur", "Kuala Lumpur", "吉隆坡"},
	{"hf", China, "Asia/Shanghai", "Hefei", "合肥"},
	{"fk", Japan, "Asia/Tokyo", "Fukuoka", "福冈"},
	{"pg", Malaysia, "Asia/Kuala_Lumpur", "Penang", "槟城"},
}

// Text is a text in both languages.
func Text(en, zhCN string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zhCN}}
}

// mondayToFriday is the week's rule at every site.
var mondayToFriday = []int32{1, 2, 3, 4, 5}

// Calendar is the year 2026 at a site. In China weekends are worked to make up for the long holidays, and nothing is planned in the sale peaks.
func (s Site) Calendar() *directoryv1.Calendar {
	return &directoryv1.Calendar{Workdays: mondayToFriday, Days: days[s.Country]}
}
