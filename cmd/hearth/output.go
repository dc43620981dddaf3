package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// output is in what form a command prints its result.
type output struct {
	format string
	forms  []string
}

// bindOutput adds --format with the forms that there are, the first by default.
func bindOutput(cmd *cobra.Command, l words.Locale, forms ...string) *output {
	o := &output{forms: forms}
	list := strings.Join(forms, ", ")
	cmd.Flags().StringVar(&o.format, "format", forms[0], l.Say("how the result is printed: %s", "结果输出格式：%s", list))
	return o
}

func (o *output) check() error {
	if !slices.Contains(o.forms, o.format) {
		list := strings.Join(o.forms, ", ")
		return usageError{model.Say("--format %s is not one of %s", "--format %s 不是以下之一：%s", o.format, list)}
	}
	return nil
}

// print writes a table for people and for CSV, and the message as it is for JSON.
func (o *output) print(out io.Writer, table grid.Table, message proto.Message) error {
	switch o.format {
	case "json":
		text, err := protojson.MarshalOptions{Multiline: true, Indent: "  ", EmitUnpopulated: true}.Marshal(message)
		if err != nil {
			return err
		}
		_, err = out.Write(append(text, '\n'))
		return err
	case "csv":
		return table.CSV(out)
	default:
		return table.Text(out)
	}
}
