package report

import (
	"bufio"
	"io"
	"iter"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// writeJSON writes one document with the messages of the contract, as REST and Connect write them: {"release", "instrument", "cells",
// "norms", "standings", "history", "comments", "themes"}.
func writeJSON(w io.Writer, r released.Release) error {
	to := bufio.NewWriter(w)
	if err := writeMessage(to, `{"release":`, r.About); err != nil {
		return err
	}
	if err := writeMessage(to, `,"instrument":`, r.Instrument); err != nil {
		return err
	}
	if err := writeAll(to, "cells", r.Cells); err != nil {
		return err
	}
	if err := writeAll(to, "norms", all(r.Norms)); err != nil {
		return err
	}
	if err := writeAll(to, "standings", relation.StandingMessages(r)); err != nil {
		return err
	}
	if err := writeAll(to, "history", relation.HistoryMessages(r)); err != nil {
		return err
	}
	if err := writeAll(to, "comments", r.Comments); err != nil {
		return err
	}
	if err := writeAll(to, "themes", r.Themes); err != nil {
		return err
	}
	_, _ = to.WriteString("}\n") // a bufio.Writer keeps its error
	return to.Flush()
}

func all[M any](messages []M) iter.Seq2[M, error] {
	return func(yield func(M, error) bool) {
		for _, one := range messages {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func writeAll[M proto.Message](to *bufio.Writer, name string, messages iter.Seq2[M, error]) error {
	_, _ = to.WriteString(`,"` + name + `":[`)
	before := "\n"
	for one, err := range messages {
		if err != nil {
			return err
		}
		if err := writeMessage(to, before, one); err != nil {
			return err
		}
		before = ",\n"
	}
	_, err := to.WriteString("\n]")
	return err
}

func writeMessage(to *bufio.Writer, before string, message proto.Message) error {
	text, err := jsonform.Marshal(message)
	if err != nil {
		return err
	}
	_, _ = to.WriteString(before)
	_, err = to.Write(text)
	return err
}
