package table

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// byteOrderMark tells spreadsheets that the text is UTF-8, without which they take Chinese for something else.
const byteOrderMark = "\ufeff"

// CSV writes the table as UTF-8 (RFC 4180). The counts of an item are one field, "0 2 5". A text that a spreadsheet would take for a
// formula has an apostrophe before it.
func (t Table[R]) CSV(w io.Writer, r released.Release) error {
	columns := fields[R]()
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString(byteOrderMark); err != nil {
		return err
	}
	to := csv.NewWriter(buffered)
	to.UseCRLF = true
	if err := to.Write(names(columns)); err != nil {
		return err
	}
	record := make([]string, len(columns))
	for row, err := range t.Rows(r) {
		if err != nil {
			return err
		}
		for i, value := range values(&row, columns) {
			record[i] = plain(value)
		}
		if err := to.Write(record); err != nil {
			return err
		}
	}
	to.Flush()
	if err := to.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

func plain(value any) string {
	switch value := value.(type) {
	case string:
		return defused(value)
	case bool:
		return strconv.FormatBool(value)
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64)
	case []int64:
		return counts(value)
	}
	return ""
}

func counts(all []int64) string {
	text := make([]string, len(all))
	for i, count := range all {
		text[i] = strconv.FormatInt(count, 10)
	}
	return strings.Join(text, " ")
}

// triggers begin a formula in one spreadsheet or another, the wide forms of Chinese keyboards among them.
const triggers = "=+-@＝＋－＠\t\r\n"

// defused is a text that no spreadsheet computes. Spaces before a formula do not keep all of them from it.
func defused(text string) string {
	first := strings.TrimLeft(text, " \u00a0\u3000")
	if first != "" && strings.ContainsRune(triggers, []rune(first)[0]) {
		return "'" + text
	}
	return text
}
