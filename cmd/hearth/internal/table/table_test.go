package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// read is all of a file: its heading and its rows, each with its line in front.
func read(data string, options Options) (*Table, []Row, error) {
	t, err := Parse("t.csv", []byte(data), options)
	if err != nil {
		return nil, nil, err
	}
	var rows []Row
	err = t.Each(func(row Row) error {
		row.Cells = append([]string(nil), row.Cells...)
		rows = append(rows, row)
		return nil
	})
	return t, rows, err
}

func gb(t testing.TB, text string) string {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	require.NoError(t, err)
	return encoded
}

func TestReading(t *testing.T) {
	for _, c := range []struct {
		name, data string
		options    Options
		encoding   Encoding
		delimiter  rune
		heading    []string
		rows       []Row
	}{
		{"plain", "a,b\n1,2\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"no line feed at the end", "a,b\n1,2", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"byte order mark", bom + "工号,姓名\n1,王芳\n", Options{}, UTF8, ',', []string{"工号", "姓名"}, []Row{{2, []string{"1", "王芳"}}}},
		{"GB18030 detected", gb(t, "工号,姓名\n1,王芳\n"), Options{}, GB18030, ',', []string{"工号", "姓名"}, []Row{{2, []string{"1", "王芳"}}}},
		{"GB18030 with a rare character", gb(t, "工号,姓名\n1,㐂𠮷\n"), Options{}, GB18030, ',', []string{"工号", "姓名"}, []Row{{2, []string{"1", "㐂𠮷"}}}},
		{"GB18030 late in the file", "a,b\n" + strings.Repeat("x,y\n", 9) + gb(t, "1,王芳\n"), Options{}, GB18030, ',', []string{"a", "b"}, nil},
		{"encoding named", "a,b\n1,2\n", Options{Encoding: GB18030}, GB18030, ',', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"semicolons", "a;b\n\"1,5\";2\n", Options{}, UTF8, ';', []string{"a", "b"}, []Row{{2, []string{"1,5", "2"}}}},
		{"tabs", "a\tb\n1\t2\n", Options{}, UTF8, '\t', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"a quoted comma in a heading of semicolons", "\"a,b,c\";d\n1;2\n", Options{}, UTF8, ';', []string{"a,b,c", "d"}, []Row{{2, []string{"1", "2"}}}},
		{"one column", "a\n1\n", Options{}, UTF8, ',', []string{"a"}, []Row{{2, []string{"1"}}}},
		{"delimiter named", "a,b;c\n1;2\n", Options{Delimiter: ';'}, UTF8, ';', []string{"a,b", "c"}, []Row{{2, []string{"1", "2"}}}},
		{"quotes doubled", "a,b\n\"say \"\"hi\"\"\",2\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{`say "hi"`, "2"}}}},
		{
			"quoted line breaks count", "a,b\n\"x\ny\",2\n3,4\n", Options{}, UTF8, ',', []string{"a", "b"},
			[]Row{{2, []string{"x\ny", "2"}}, {4, []string{"3", "4"}}},
		},
		{
			"mixed line ends", "a,b\r\n1,2\r3,4\n\r\n\"5\r\n6\",7\r\n", Options{}, UTF8, ',', []string{"a", "b"},
			[]Row{{2, []string{"1", "2"}}, {3, []string{"3", "4"}}, {5, []string{"5\n6", "7"}}},
		},
		{"emoji", "a,b\n👩‍💻,🇨🇳\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{"👩‍💻", "🇨🇳"}}}},
		{"blank rows", "\n\na,b\n,\n 　, \n\n1,2\n,,,\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{7, []string{"1", "2"}}}},
		{"blank cells behind the heading", "a,b\n1,2,,\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"only a heading", "a,b\n", Options{}, UTF8, ',', []string{"a", "b"}, nil},
		{"spaces around headings", " a ,　b\n1,2\n", Options{}, UTF8, ',', []string{"a", "b"}, []Row{{2, []string{"1", "2"}}}},
		{"the longest cell", "a\n" + strings.Repeat("x", MaxCell) + "\n", Options{}, UTF8, ',', []string{"a"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, rows, err := read(c.data, c.options)
			require.NoError(t, err)
			require.Equal(t, c.encoding, table.Encoding)
			require.Equal(t, string(c.delimiter), string(table.Delimiter))
			require.Equal(t, c.heading, table.Heading)
			if c.rows != nil || c.name == "only a heading" {
				require.Equal(t, c.rows, rows)
			} else {
				require.NotEmpty(t, rows)
			}
		})
	}
}

// problem is a words.Problem without the file.
type problem struct {
	line, column int
	key          words.Key
}

func TestProblemsNameTheirPlace(t *testing.T) {
	broken := strings.Repeat("张三,李四\n", 20) + "a\xffb,c\n"
	for _, c := range []struct {
		name, data string
		options    Options
		want       []problem
	}{
		{"empty", "", Options{}, []problem{{0, 0, words.FileIsEmpty}}},
		{"a byte order mark alone", bom, Options{}, []problem{{0, 0, words.FileIsEmpty}}},
		{"line feeds alone", "\n\r\n\n", Options{}, []problem{{0, 0, words.FileIsEmpty}}},
		{"a workbook", "PK\x03\x04…", Options{}, []problem{{0, 0, words.FileIsWorkbook}}},
		{"an old workbook", "\xd0\xcf\x11\xe0…", Options{}, []problem{{0, 0, words.FileIsWorkbook}}},
		{"UTF-16", "\xff\xfea\x00", Options{}, []problem{{0, 0, words.FileIsUTF16}}},
		{"a NUL", "a,b\n1,x\x00y\n", Options{}, []problem{{2, 2, words.HoldsNUL}}},
		{"a NUL in the heading", "a,\x00\n1,2\n", Options{}, []problem{{1, 2, words.HoldsNUL}}},
		{"a broken byte is no GB18030", "姓名,b\n" + broken, Options{}, []problem{{22, 1, words.NotInEncoding}}},
		{"GB18030 called UTF-8", gb(t, "工号,姓名\n"), Options{Encoding: UTF8}, []problem{{1, 1, words.NotInEncoding}, {1, 2, words.NotInEncoding}}},
		{"UTF-8 called GB18030", "a,b\n1,王芳\xff\n", Options{Encoding: GB18030}, []problem{{2, 2, words.NotInEncoding}}},
		{"a lone quote", "a,b\n1,x\"y\n", Options{}, []problem{{2, 2, words.LoneQuote}}},
		{"a lone quote in the heading", "a,x\"y\n", Options{}, []problem{{1, 2, words.LoneQuote}}},
		{"text behind a quote", "a,b,c\n1,2,3\n\"x,y\",\"p\nq\"z,3\n", Options{}, []problem{{4, 2, words.LoneQuote}}},
		{"a quote that never closes", "a,b\n1,2\n3,\"x\n4,5\n6,7\n", Options{}, []problem{{3, 2, words.OpenQuote}}},
		{"the same at the very end", "a,b\n1,2\n\n3,\"", Options{}, []problem{{4, 2, words.OpenQuote}}},
		{"the same behind doubled ones", "a,b\n\"1\n\"\"x\"\"\",\"\"\"\n\n", Options{}, []problem{{3, 2, words.OpenQuote}}},
		{"the same in the heading", "\"a,b\n1,2\n", Options{}, []problem{{1, 1, words.OpenQuote}}},
		{"cells missing", "a,b,c\n1,2\n1,2,3\n1\n", Options{}, []problem{{2, 0, words.CellsMissing}, {4, 0, words.CellsMissing}}},
		{"cells too many", "a,b\n1,2,3\n", Options{}, []problem{{2, 3, words.CellsTooMany}}},
		{"a huge cell", "a,b\n1," + strings.Repeat("x", MaxCell+1) + "\n", Options{}, []problem{{2, 2, words.CellTooLong}}},
		{"a cell beyond all lines", "a,b\n1," + strings.Repeat("x", maxLine) + "\n", Options{}, []problem{{2, 2, words.CellTooLong}}},
		{"a column too many", strings.Repeat(",", MaxColumns) + "\n", Options{}, []problem{{1, MaxColumns + 1, words.TooManyColumns}}},
		{"a million columns", strings.Repeat(",", 1_000_000) + "\n", Options{}, []problem{{1, MaxColumns + 1, words.TooManyColumns}}},
		{"more than a million columns", strings.Repeat("x,", 1_000_000) + "\n", Options{}, []problem{{1, MaxColumns + 1, words.TooManyColumns}}},
		{"a million blank columns below", "a,b\n" + strings.Repeat(",", 1_000_000), Options{}, []problem{{2, MaxColumns + 1, words.TooManyColumns}}},
		{"a million columns below", "a,b\n" + strings.Repeat(",", 1_000_000) + "x\n", Options{}, []problem{{2, MaxColumns + 1, words.TooManyColumns}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := read(c.data, c.options)
			var problems words.Problems
			require.ErrorAs(t, err, &problems)
			var got []problem
			for _, one := range problems {
				require.Equal(t, "t.csv", one.File)
				got = append(got, problem{one.Line, one.Column, one.Text.Key})
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestAProblemNamesTheHeading(t *testing.T) {
	_, _, err := read("工号,姓名\n1,x\x00y\n2,x\"y\n", Options{})
	require.EqualError(t, err, "t.csv, line 2, column 2 (姓名): holds a NUL character\n"+
		"t.csv, line 3, column 2 (姓名): a quotation mark stands alone; a cell with quotation marks begins and ends with one, and doubles those inside")
}

func TestTheFirstProblemsAreEnough(t *testing.T) {
	_, _, err := read("a,b\n"+strings.Repeat("1\n", 1000), Options{})
	var problems words.Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, maxProblems+1)
	require.Equal(t, words.TooManyProblems, problems[maxProblems].Text.Key)
}

func TestAMillionRowsAndNoMore(t *testing.T) {
	table, err := Parse("t.csv", []byte("a\n"+strings.Repeat("1\n", MaxRows+1)), Options{})
	require.NoError(t, err)
	rows := 0
	require.ErrorContains(t, table.Each(func(Row) error { rows++; return nil }), "line 1000002: the file has more than 1000000 rows")
	require.Equal(t, MaxRows, rows)
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "people.csv")
	_, err := Open(path, Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("a\n1\n"), 0o600))
	table, err := Open(path, Options{})
	require.NoError(t, err)
	require.Equal(t, "people.csv", table.Name)
	require.NoError(t, os.Truncate(path, MaxBytes+1))
	_, err = Open(path, Options{})
	require.EqualError(t, err, "people.csv: the file is larger than 256 MiB")
}

func TestParseOptions(t *testing.T) {
	for text, want := range map[string]Encoding{"": "", "UTF-8": UTF8, "utf8": UTF8, "GB18030": GB18030, "gbk": GB18030, "gb2312": GB18030} {
		got, err := ParseEncoding(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	}
	_, err := ParseEncoding("latin1")
	require.EqualError(t, err, `"latin1" is not an encoding; there are utf-8, gb18030`)
	for text, want := range map[string]rune{"": 0, ",": ',', ";": ';', "tab": '\t', "\t": '\t'} {
		got, err := ParseDelimiter(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	}
	_, err = ParseDelimiter("|")
	require.EqualError(t, err, `"|" does not separate cells; there are , ; tab`)
}

func FuzzTable(f *testing.F) {
	for _, seed := range []string{
		"", "a,b\n1,2\n", bom + "a;b\r\n\"x\r\ny\";\"\"\"\"", "a\tb\n\"", "a,b\n\"1\n\"\"x\"\"\",\"\"\"\n", gb(f, "工号,姓名\n1,王芳\n"), "\n\n\"\n", "a,\x00\n1",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, rows, err := read(string(data), Options{})
		if problems, ok := err.(words.Problems); ok {
			lines := strings.Count(strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n"), "\n") + 1
			require.NotEmpty(t, problems)
			for _, p := range problems {
				require.LessOrEqual(t, p.Line, lines)
				require.GreaterOrEqual(t, p.Line, min(p.Column, 1), "a column stands in a line")
			}
			return
		}
		require.NoError(t, err)
		last := 0
		for _, row := range rows {
			require.Len(t, row.Cells, len(table.Heading))
			require.Greater(t, row.Line, last)
			last = row.Line
			for _, cell := range row.Cells {
				require.True(t, utf8.ValidString(cell))
				require.NotContains(t, cell, "\x00")
			}
		}
	})
}
