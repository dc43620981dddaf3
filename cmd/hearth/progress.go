package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/intake"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// progress tells on standard error how far long work is: on a terminal in one line that changes, else in a line now and then.
type progress struct {
	out      io.Writer
	locale   words.Locale
	terminal bool
	every    time.Duration
	last     time.Time
	open     bool // a line without its end
}

func newProgress(out io.Writer, locale words.Locale) *progress {
	p := &progress{out: out, locale: locale, every: 5 * time.Second, last: time.Now()}
	if file, ok := out.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		p.terminal, p.every = true, 200*time.Millisecond
	}
	return p
}

// files tells how the files were understood.
func (p *progress) files(loaded *intake.Intake) {
	for _, file := range loaded.Files {
		p.table(file.Table, file.Plan.Unused, loaded.In(file))
	}
}

// table tells how one file was understood.
func (p *progress) table(t *table.Table, unused []string, rows int) {
	fmt.Fprintln(p.out, words.Say(words.ReadAs, t.Name, string(t.Encoding), table.DelimiterName(t.Delimiter), rows).In(p.locale))
	if len(unused) > 0 {
		fmt.Fprintln(p.out, words.Say(words.NotUsed, t.Name, strings.Join(unused, ", ")).In(p.locale))
	}
}

func (p *progress) tell(text words.Text) {
	if time.Since(p.last) < p.every {
		return
	}
	p.last = time.Now()
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s", text.In(p.locale))
		p.open = true
		return
	}
	fmt.Fprintln(p.out, text.In(p.locale))
}

// end leaves the line that changes.
func (p *progress) end() {
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.open = false
	}
}
