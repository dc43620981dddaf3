package document

import (
	"bytes"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/width"
)

// lineEnd is the column at which lines end where they can. A Chinese character is two columns wide.
const lineEnd = 120

const step = 2 // spaces of an indent

// layout writes nodes as lines. The YAML library decides about quotes; it cannot fold texts, nor put small things on one line.
type layout struct{ out bytes.Buffer }

// mapping writes pairs at an indent, one below the other. The first stands where the line is already.
func (l *layout) mapping(n node, indent int) {
	for i, p := range n.pairs {
		if i > 0 {
			l.indent(indent)
		}
		l.out.WriteString(p.key + ":")
		l.value(p.value, indent, indent+columns(p.key)+1)
	}
}

// value writes what belongs to a key, or to a dash, at an indent; column is where the line ends so far.
func (l *layout) value(n node, indent, column int) {
	if line, ok := oneLine(n); ok && (n.kind != mapping && n.kind != list || column+1+columns(line) <= lineEnd || len(n.pairs)+len(n.list) == 0) {
		if n.kind == words && column+1+columns(line) > lineEnd && l.folded(n.text, line, indent+step) {
			return
		}
		l.out.WriteString(" " + line + "\n")
		return
	}
	switch n.kind {
	case words:
		l.literal(n.text, indent+step)
	case list:
		l.out.WriteByte('\n')
		for _, item := range n.list {
			l.indent(indent + step)
			l.out.WriteByte('-')
			l.item(item, indent+step)
		}
	default:
		l.out.WriteByte('\n')
		l.indent(indent + step)
		l.mapping(n, indent+step)
	}
}

// item writes what belongs to a dash: a mapping begins on its line.
func (l *layout) item(n node, indent int) {
	line, ok := oneLine(n)
	if n.kind == mapping && len(n.pairs) > 0 && (!ok || indent+step+columns(line) > lineEnd) {
		l.out.WriteByte(' ')
		l.mapping(n, indent+step)
		return
	}
	if n.kind == list {
		l.out.WriteString(" " + flow(n) + "\n") // a list in a list is no business of people
		return
	}
	l.value(n, indent, indent+1)
}

func (l *layout) indent(by int) { l.out.WriteString(strings.Repeat(" ", by)) }

// folded writes a long text over several lines, which are read as one. Not every text can be: there is one space between its words, and none
// is as long as a sentence of Chinese.
func (l *layout) folded(text, line string, indent int) bool {
	pieces := strings.Split(text, " ")
	if len(pieces) == 1 || strings.HasPrefix(line, `"`) || strings.Contains(text, "\t") {
		return false
	}
	for _, piece := range pieces {
		if piece == "" || columns(piece) > lineEnd/2 {
			return false
		}
	}
	l.out.WriteString(" >-")
	column := lineEnd
	for _, piece := range pieces {
		if column+1+columns(piece) > lineEnd {
			l.out.WriteByte('\n')
			l.indent(indent)
			column = indent
		} else {
			l.out.WriteByte(' ')
			column++
		}
		l.out.WriteString(piece)
		column += columns(piece)
	}
	l.out.WriteByte('\n')
	return true
}

// literal writes a text of several lines as it stands.
func (l *layout) literal(text string, indent int) {
	l.out.WriteString(" |-\n")
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			l.indent(indent)
		}
		l.out.WriteString(line + "\n")
	}
}

// oneLine is a node on one line, if it may stand so.
func oneLine(n node) (string, bool) {
	switch n.kind {
	case raw:
		return n.text, true
	case words:
		if strings.Contains(n.text, "\n") && isLiteral(n.text) {
			return "", false
		}
		return scalar(n.text), true
	default:
		if !n.compact && len(n.pairs)+len(n.list) > 0 || hasLines(n) {
			return "", false
		}
		return flow(n), true
	}
}

// hasLines is whether a text within has several lines.
func hasLines(n node) bool {
	for _, p := range n.pairs {
		if strings.Contains(p.value.text, "\n") {
			return true
		}
	}
	return false
}

// isLiteral is whether a text of several lines can stand as it is.
func isLiteral(text string) bool {
	if text[0] == ' ' || text[0] == '\n' || strings.HasSuffix(text, "\n") {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) && r != '\n' {
			return false
		}
	}
	return true
}

// flow is a node between brackets or braces.
func flow(n node) string {
	switch n.kind {
	case raw:
		return n.text
	case words:
		return inline(n.text)
	}
	var parts []string
	for _, p := range n.pairs {
		parts = append(parts, p.key+": "+flow(p.value))
	}
	for _, item := range n.list {
		parts = append(parts, flow(item))
	}
	if n.kind == list {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// breaks are what YAML takes for the end of a line.
const breaks = "\n\r\u0085\u2028\u2029"

// scalar is a text on a line of its own, and inline one between brackets or as a key: with quotation marks only where they are needed.
func scalar(text string) string {
	if strings.ContainsAny(text, breaks) {
		return quoted(text)
	}
	return written(map[string]string{"k": text}, "k: ", "")
}

func inline(text string) string {
	if strings.ContainsAny(text, breaks) {
		return quoted(text)
	}
	return written(struct {
		K []string `yaml:"k,flow"`
	}{[]string{text}}, "k: [", "]")
}

func quoted(text string) string {
	return written(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: text}, "", "")
}

func written(value any, before, after string) string {
	text, err := yaml.Marshal(value)
	if err != nil {
		panic("document: a text that YAML cannot hold: " + err.Error()) // texts of messages are UTF-8
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(string(text), "\n"), before), after)
}

// columns is how wide a text is.
func columns(text string) (wide int) {
	for _, r := range text {
		wide++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			wide++
		}
	}
	return wide
}
