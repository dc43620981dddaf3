package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func surveyExportCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "export NAME",
		Short: l.Say("Write all that a release shows you into a file", "将您可查看的全部发布结果导出为文件"),
		Long: namesSurvey(l) + "\n\n" + l.Say("csv and parquet are one --table with all digits, xlsx is one or all of them, json the messages of the API, html a report to read and print.",
			"csv 与 parquet 为 --table 所指的一张表，保留全部数位；xlsx 为其中一张或全部；json 为 API 消息；html 为可阅读、可打印的报告。"),
		Args: cobra.ExactArgs(1),
	}
	form := bindOutput(command, l, "csv", "json", "xlsx", "parquet", "html")
	path := command.Flags().String("file", "", l.Say("where to write it; otherwise it is printed", "写入的文件；未指定时直接输出"))
	table := command.Flags().String("table", "", l.Say("which table csv, xlsx and parquet hold: %s; otherwise figures, and in xlsx all, each on a sheet",
		"csv、xlsx 与 parquet 的表：%s；未指定时为 figures，xlsx 则包含全部表，每表一个工作表", tables()))
	command.RunE = func(cmd *cobra.Command, args []string) error {
		if err := form.check(); err != nil {
			return err
		}
		of := surveyv1.ExportTable(surveyv1.ExportTable_value["EXPORT_TABLE_"+strings.ToUpper(*table)])
		if *table != "" && of == surveyv1.ExportTable_EXPORT_TABLE_UNSPECIFIED {
			return usageError{model.Say("no table %q; there are %s", "没有表 %q，可选 %s", *table, tables())}
		}
		out, isFile := cmd.OutOrStdout().(*os.File)
		if *path == "" && isFile && isatty.IsTerminal(out.Fd()) && (form.format == "xlsx" || form.format == "parquet") {
			return usageError{model.Say("%s is nothing to read on a terminal: name a --file", "%s 不是可在终端阅读的内容：请用 --file 指定文件", form.format)}
		}
		return withClient(cmd, options, func(c *client.Client) error {
			ctx := c.Context(cmd.Context())
			survey, err := surveyOf(ctx, c, args[0])
			if err != nil {
				return err
			}
			request := &surveyv1.ExportReleaseRequest{
				Name: survey + "/release", Table: of, Format: surveyv1.ExportFormat(surveyv1.ExportFormat_value["EXPORT_FORMAT_"+strings.ToUpper(form.format)]),
			}
			write := func(to io.Writer) error { return export(ctx, c, request, to) }
			if *path == "" {
				return write(cmd.OutOrStdout())
			}
			return whole(*path, write)
		})
	}
	return command
}

// tables are those of a release, as flags name them.
func tables() string {
	values := surveyv1.ExportTable(0).Descriptor().Values()
	names := make([]string, 0, values.Len()-1)
	for i := 1; i < values.Len(); i++ {
		names = append(names, strings.ToLower(strings.TrimPrefix(string(values.Get(i).Name()), "EXPORT_TABLE_")))
	}
	return strings.Join(names, ", ")
}

// export writes a release as it comes.
func export(ctx context.Context, c *client.Client, request *surveyv1.ExportReleaseRequest, to io.Writer) error {
	stream, err := surveyv1.NewReleaseServiceClient(c.Conn()).ExportRelease(ctx, request)
	if err != nil {
		return err
	}
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := to.Write(piece.GetData()); err != nil {
			return err
		}
	}
}

// whole writes a file that is there only when all of it is.
func whole(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".hearth-export-*")
	if err != nil {
		return err
	}
	err = write(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(file.Name()) // what went wrong first is what counts
		return err
	}
	return os.Rename(file.Name(), path)
}
