package blackbox_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
)

// transcript is what the first play of the table heard, by step. All others must hear the same.
type transcript map[string]said

type said struct{ to, text string }

func (heard transcript) compare(step, to, text string) error {
	first, ok := heard[step]
	if !ok {
		heard[step] = said{to, text}
		return nil
	}
	if first.text != text {
		return fmt.Errorf("%s heard something else (-), (+ %s):\n%s", first.to, to, cmp.Diff(first.text, text))
	}
	return nil
}

// mask hides what differs between two plays by its nature: ids, which become numbers in the order of their appearance, moments, and
// secrets, and the first and the last day of what is told until today.
type mask struct{ ids map[string]string }

func newMask() *mask { return &mask{ids: map[string]string{}} }

var (
	id     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	random = map[string]bool{
		"secret": true, "prefix": true, "accessToken": true, "nextPageToken": true, "jwks": true, "inputHash": true, "traceId": true, "startDate": true, "endDate": true,
		"label": true, "digest": true, "merkleRoot": true, "document": true,
	}
)

func (m *mask) hide(message proto.Message) (string, error) {
	value, err := decoded(message)
	if err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(m.masked(value), "", " ")
	return string(text), err
}

func (m *mask) masked(value any) any {
	switch node := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			if random[key] {
				node[key] = "*"
			} else {
				node[key] = m.masked(node[key])
			}
		}
	case []any:
		for i := range node {
			node[i] = m.masked(node[i])
		}
	case string:
		var document map[string]any
		if json.Unmarshal([]byte(node), &document) == nil { // an export is a document within the answer
			return m.masked(document)
		}
		node = moment.ReplaceAllString(node, "TIME")
		return id.ReplaceAllStringFunc(node, func(found string) string {
			if m.ids[found] == "" {
				m.ids[found] = fmt.Sprint("#", len(m.ids)+1)
			}
			return m.ids[found]
		})
	}
	return value
}
