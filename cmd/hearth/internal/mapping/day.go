package mapping

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Dates are the forms in which a file may write days.
type Dates struct {
	layouts []string
	serial  bool
}

// always are the forms that nobody can misread.
var always = []string{"2006-1-2", "2006/1/2", "2006年1月2日"}

// serial is how spreadsheets count days.
const serial = "serial"

// declared are the forms that a file must be known to use.
var declared = map[string]string{
	"yyyymmdd": "20060102", "m/d/yyyy": "1/2/2006", "d/m/yyyy": "2/1/2006", "d.m.yyyy": "2.1.2006", serial: "",
}

var declaredNames = []string{"yyyymmdd", "m/d/yyyy", "d/m/yyyy", "d.m.yyyy", serial}

// ParseDates reads the forms that are declared for a file.
func ParseDates(names []string) (Dates, error) {
	dates := Dates{layouts: always}
	for _, name := range names {
		layout, ok := declared[strings.ToLower(name)]
		if !ok {
			return Dates{}, words.Say(words.DatesUnknown, name, strings.Join(declaredNames, ", "))
		}
		if layout == "" {
			dates.serial = true
			continue
		}
		dates.layouts = append(slices.Clip(dates.layouts), layout)
	}
	if american, british := declared["m/d/yyyy"], declared["d/m/yyyy"]; slices.Contains(dates.layouts, american) && slices.Contains(dates.layouts, british) {
		return Dates{}, words.Say(words.DatesAmbiguous, "m/d/yyyy", "d/m/yyyy")
	}
	return dates, nil
}

// midnights are what spreadsheets write behind a day that they hold as an instant.
var midnights = []string{" 0:00", " 0:00:00", " 00:00", " 00:00:00", "T00:00:00"}

// Before March 1900 spreadsheets count a day that never was.
const (
	firstSerial = 61
	lastSerial  = 2958465 // the end of the year 9999
)

var serialZero = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

// read writes a day in ISO 8601.
func (d Dates) read(text string) (iso string, ok bool) {
	for _, midnight := range midnights {
		if rest, cut := strings.CutSuffix(text, midnight); cut {
			text = rest
			break
		}
	}
	for _, layout := range d.layouts {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format(time.DateOnly), true
		}
	}
	if d.serial {
		if days, err := strconv.Atoi(text); err == nil && days >= firstSerial && days <= lastSerial {
			return serialZero.AddDate(0, 0, days).Format(time.DateOnly), true
		}
	}
	return "", false
}
