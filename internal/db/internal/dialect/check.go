package dialect

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	fileName    = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)
	createTable = regexp.MustCompile(`(?i)\bCREATE\s+TABLE\b`)
	up          = regexp.MustCompile(`(?m)^-- \+goose Up\s*$`)
	// typeOf: a word in the place of a type follows a column's name, which is in small letters as keywords are not.
	typeOf = regexp.MustCompile(`\b[a-z][a-z0-9_]*\s+([A-Za-z][A-Za-z0-9]*)`)
)

// notPortable are types that one engine lacks, or that the two treat differently.
var notPortable = strings.Fields(`INTEGER INT INT2 INT4 INT8 SMALLINT VARCHAR CHAR CHARACTER TIMESTAMP TIMESTAMPTZ TIME DATE
	NUMERIC DECIMAL REAL FLOAT FLOAT4 FLOAT8 BLOB SERIAL BIGSERIAL JSON JSONB UUID ANY BOOL`)

var portable = strings.Fields("BIGINT BOOLEAN BYTEA TEXT DOUBLE IDENTITY")

// Check refuses a set of migrations that is not numbered 0001, 0002 ... without gaps, or whose text the engines would
// understand differently. It returns the number of the last one.
func Check(files fs.FS) (last int64, err error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, entry := range entries {
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), ".sql") {
			continue
		}
		match := fileName.FindStringSubmatch(entry.Name())
		if match == nil {
			errs = append(errs, fmt.Errorf("%s: name is not NNNN_what_it_does.sql", entry.Name()))
			continue
		}
		number, _ := strconv.ParseInt(match[1], 10, 64) // four digits
		if number != last+1 {
			errs = append(errs, fmt.Errorf("%s: number %d follows %d", entry.Name(), number, last))
		}
		last = number
		text, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			return 0, err
		}
		for _, fault := range faults(string(text)) {
			errs = append(errs, fmt.Errorf("%s: %s", entry.Name(), fault))
		}
	}
	if last == 0 && len(errs) == 0 {
		errs = append(errs, errors.New("no migrations"))
	}
	return last, errors.Join(errs...)
}

func faults(text string) (faults []string) {
	switch n := len(up.FindAllString(text, -1)); n {
	case 0:
		faults = append(faults, `"-- +goose Up" is missing`)
	case 1:
	default:
		faults = append(faults, `"-- +goose Up" stands more than once`)
	}
	bare := token.ReplaceAllStringFunc(text, func(word string) string {
		switch {
		case strings.HasPrefix(word, "--"), strings.HasPrefix(word, "/*"), word[0] == '\'', word[0] == '"':
			return " "
		}
		return word
	})
	for _, match := range typeOf.FindAllStringSubmatch(bare, -1) {
		word := match[1]
		switch upper := strings.ToUpper(word); {
		case slices.Contains(notPortable, upper):
			faults = append(faults, fmt.Sprintf("%s is not a type of both engines", word))
		case slices.Contains(portable, upper) && word != upper:
			faults = append(faults, fmt.Sprintf("%s must be written in capitals", word))
		}
	}
	if tables, marked := len(createTable.FindAllString(bare, -1)), len(strict.FindAllString(bare, -1)); tables != marked {
		faults = append(faults, fmt.Sprintf("%d of %d CREATE TABLE end with STRICT", marked, tables))
	}
	return faults
}
