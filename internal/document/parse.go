package document

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/hearth-culture/hearth/internal/model"
)

// parse makes nodes of a text that is one document.
func parse(file string, text []byte) (*yaml.Node, *Problem) {
	refuse := func(line, column int, why model.Words) (*yaml.Node, *Problem) {
		return nil, &Problem{Place: Place{file, line, column}, Why: why}
	}
	if len(text) > MaxBytes {
		return refuse(0, 0, model.Say("is larger than %d MiB", "大于 %d MiB", MaxBytes>>20))
	}
	if line, column, ok := oddByte(text); ok {
		return refuse(line, column, model.Say("is not UTF-8", "不是 UTF-8 编码"))
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, next yaml.Node
	err := decoder.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return refuse(0, 0, model.Say("is empty", "文件为空"))
	case err != nil:
		return refuse(lastRead(text), 1, syntax(err))
	}
	err = decoder.Decode(&next)
	switch {
	case err == nil:
		return refuse(next.Line, next.Column, model.Say("a second document begins here", "此处开始了第二个文档，只能有一个"))
	case !errors.Is(err, io.EOF):
		return refuse(lastRead(text), 1, syntax(err))
	}
	return document.Content[0], nil
}

// oddByte is where a text stops being UTF-8.
func oddByte(text []byte) (line, column int, found bool) {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			before := text[:at]
			return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1, true
		}
		at += size
	}
	return 0, 0, false
}

var prefix = regexp.MustCompile(`^yaml: (?:line \d+: )?`)

// syntax is what the YAML library says, which speaks English alone.
func syntax(err error) model.Words {
	return model.Say("is not YAML: %s", "YAML 格式有误：%s", prefix.ReplaceAllString(err.Error(), ""))
}

// lastRead is the line up to which the YAML library had read when it gave up. The line that it names is often another: that where the
// mapping or list around the mistake begins.
func lastRead(text []byte) int {
	lines := &byLine{rest: text}
	decoder := yaml.NewDecoder(lines)
	for decoder.Decode(new(yaml.Node)) == nil {
	}
	return lines.read
}

// byLine is a reader that gives one line at a time.
type byLine struct {
	rest   []byte
	read   int
	within bool // a line that is longer than what was asked for at once
}

// Read gives what is left of a line.
func (b *byLine) Read(into []byte) (int, error) {
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	line := b.rest
	if end := bytes.IndexByte(b.rest, '\n'); end >= 0 {
		line = b.rest[:end+1]
	}
	if !b.within {
		b.read++
	}
	n := copy(into, line)
	b.within, b.rest = n < len(line), b.rest[n:]
	return n, nil
}
