package report

import (
	"bufio"
	"io"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// writeJSON writes one document with the messages of the contract, as REST and Connect write them: {"release", "instrument", "cells"}.
func writeJSON(w io.Writer, r released.Release) error {
	to := bufio.NewWriter(w)
	write := func(before string, message proto.Message) error {
		text, err := jsonform.Marshal(message)
		if err != nil {
			return err
		}
		_, _ = to.WriteString(before) // a bufio.Writer keeps its error
		_, err = to.Write(text)
		return err
	}
	if err := write(`{"release":`, r.About); err != nil {
		return err
	}
	if err := write(`,"instrument":`, r.Instrument); err != nil {
		return err
	}
	before := `,"cells":[` + "\n"
	for cell, err := range r.Cells {
		if err != nil {
			return err
		}
		if err := write(before, cell); err != nil {
			return err
		}
		before = ",\n"
	}
	if before != ",\n" {
		_, _ = to.WriteString(`,"cells":[`)
	}
	_, _ = to.WriteString("\n]}\n")
	return to.Flush()
}
