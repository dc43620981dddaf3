package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/intake"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func directoryCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "directory", Short: l.Say("Work with the directory of a running Hearth", "操作运行中 Hearth 的目录服务")}
	command.AddCommand(importCommand(bindClient(command, l), l))
	return command
}

// importing is what the flags of an import say.
type importing struct {
	client *client.Options
	files  struct {
		units, encoding, delimiter, mapping string
		columns, set, dates                 []string
	}
	options     directoryv1.ImportOptions
	dryRun, yes bool
	format      string
}

func importCommand(options *client.Options, l words.Locale) *cobra.Command {
	i := &importing{client: options}
	command := &cobra.Command{
		Use:   "import FILE",
		Short: l.Say("Bring in the people, and the units, of another system from CSV files", "从 CSV 文件导入其他系统的人员与组织单元"),
		Long: l.Say(`FILE holds people, one a row, below a heading. Known English and Chinese headings are found by themselves.
The changes are shown, and made when you agree; --yes makes them at once, --dry-run only shows them.
Rows that are wrong are refused one by one: they are listed with their lines, and the exit code says so.

A person without an id is known by their number. Units and managers are named by their ids in the same source; --units brings units in first.
Fields of people: %s
Fields of units:  %s
Those with * must be there. A unit's kind is company, department, site, queue or team.`,
			`FILE 中每行一人，首行为标题。常见的中英文标题可自动识别。
先显示变更，确认后执行；--yes 直接执行，--dry-run 只显示。
有误的行会逐行拒绝：列出行号，并以退出码表明。

没有编号的人员以工号识别。组织单元与上级以其在同一来源中的编号指明；--units 先导入组织单元。
人员字段：%s
组织单元字段：%s
带 * 的为必填。组织单元的类型为 公司、部门、职场、队列 或 班组。`, mapping.People.Marked(), mapping.Units.Marked()),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.run(cmd, args[0]) },
	}
	flags := command.Flags()
	flags.StringVar(&i.files.units, "units", "", l.Say("a CSV file of units, brought in before the people", "组织单元的 CSV 文件，先于人员导入"))
	flags.StringVar(&i.files.encoding, "encoding", "", l.Say("utf-8 or gb18030; detected by default", "utf-8 或 gb18030；默认自动识别"))
	flags.StringVar(&i.files.delimiter, "delimiter", "", l.Say("what separates cells: , ; or tab; detected by default", "单元格分隔符：, ; 或 tab；默认自动识别"))
	flags.StringArrayVar(&i.files.columns, "map", nil, l.Say(
		"COLUMN=FIELD: what a column of FILE holds; without a field it is left out; may be repeated",
		"列名=字段：FILE 中某列的含义；不写字段则忽略该列；可重复使用"))
	flags.StringArrayVar(&i.files.set, "set", nil, l.Say("FIELD=VALUE: a value for every person; may be repeated", "字段=值：所有人员共用的值；可重复使用"))
	flags.StringVar(&i.files.mapping, "map-file", "", l.Say(
		"a YAML file with columns, set and values for people and units, and dates",
		"YAML 文件，含人员与组织单元的 columns、set、values，以及 dates"))
	flags.StringSliceVar(&i.files.dates, "dates", nil, l.Say(
		"further forms of dates: yyyymmdd, m/d/yyyy, d/m/yyyy, d.m.yyyy or serial (a spreadsheet's day numbers)",
		"其他日期格式：yyyymmdd、m/d/yyyy、d/m/yyyy、d.m.yyyy 或 serial（电子表格的日期序号）"))
	flags.StringVar(&i.options.Source, "source", "hris", l.Say(
		"the system that the files come from; its ids are told apart from those of others",
		"文件的来源系统；其编号与其他系统的编号互不相干"))
	flags.BoolVar(&i.options.Complete, "complete", false, l.Say(
		"FILE holds everybody whom the source knows: whoever is missing has left",
		"FILE 包含该来源的全部人员：不在其中的视为已离职"))
	flags.StringSliceVar(&i.options.Employers, "employer", nil, l.Say(
		"with --complete: only people of these employers can be missing",
		"与 --complete 同用：只有这些雇主的人员可能离职"))
	flags.StringVar(&i.options.EffectiveDate, "effective-date", "", l.Say(
		"the day from which changes hold, such as 2026-12-01; today by default",
		"变更生效日期，例如 2026-12-01；默认今天"))
	flags.Int32Var(&i.options.RemovalLimitPercent, "removal-limit", 0, l.Say(
		"with --complete: how many of a hundred people may be missing; 5 by default",
		"与 --complete 同用：每百人中最多可缺少多少人；默认 5"))
	flags.BoolVar(&i.dryRun, "dry-run", false, l.Say("show what would change, change nothing", "只显示将发生的变更，不作更改"))
	flags.BoolVar(&i.yes, "yes", false, l.Say("do not ask", "不询问"))
	flags.StringVar(&i.format, "format", "table", l.Say("how the result is printed: table, json or csv", "结果输出格式：table、json 或 csv"))
	command.MarkFlagsMutuallyExclusive("dry-run", "yes")
	return command
}

func (i *importing) run(cmd *cobra.Command, path string) error {
	if i.format != "table" && i.format != "json" && i.format != "csv" {
		return usageError{model.Say("--format %s is not table, json or csv", "--format %s 不是 table、json 或 csv", i.format)}
	}
	if !i.dryRun && !i.yes && !asks(cmd.InOrStdin()) {
		return misused(words.Say(words.AskNobody))
	}
	loaded, err := i.load(path)
	if err != nil {
		return misused(err)
	}
	return withClient(cmd, i.client, func(c *client.Client) error {
		told := newProgress(cmd.ErrOrStderr(), c.Locale)
		told.files(loaded)
		session := &intake.Session{Client: c, Intake: loaded, Tell: told.tell}
		return i.bring(cmd, session, told)
	})
}

// load reads the files; nothing has been sent then.
func (i *importing) load(path string) (*intake.Intake, error) {
	encoding, err := table.ParseEncoding(i.files.encoding)
	if err != nil {
		return nil, err
	}
	delimiter, err := table.ParseDelimiter(i.files.delimiter)
	if err != nil {
		return nil, err
	}
	var m mapping.Mapping
	if i.files.mapping != "" {
		if m, err = mapping.Read(i.files.mapping); err != nil {
			return nil, err
		}
	}
	if err := m.MapPeople(i.files.columns, i.files.set); err != nil {
		return nil, err
	}
	m.Dates = append(m.Dates, i.files.dates...)
	options := table.Options{Encoding: encoding, Delimiter: delimiter}
	var files []*intake.File
	if i.files.units != "" {
		units, err := intake.OpenFile(i.files.units, mapping.Units, m, i.options.GetSource(), options)
		if err != nil {
			return nil, err
		}
		files = append(files, units)
	}
	people, err := intake.OpenFile(path, mapping.People, m, i.options.GetSource(), options)
	if err != nil {
		return nil, err
	}
	return intake.Load(append(files, people)...)
}

// bring compares, asks and applies, as far as was asked for.
func (i *importing) bring(cmd *cobra.Command, session *intake.Session, told *progress) error {
	ctx := cmd.Context()
	if !i.yes {
		outcome, err := i.once(ctx, session, true)
		told.end()
		if err != nil {
			return err
		}
		if i.dryRun {
			return i.result(ctx, cmd.OutOrStdout(), session, outcome)
		}
		// The question goes to the person, whoever reads the result.
		if err := session.Show(ctx, cmd.ErrOrStderr(), outcome); err != nil {
			return err
		}
		if !outcome.Changes() {
			fmt.Fprintln(cmd.ErrOrStderr(), words.Say(words.Nothing).In(session.Client.Locale))
			return refused(outcome)
		}
		if !agrees(cmd, session.Client.Locale) {
			return words.Say(words.NotApplied)
		}
	}
	outcome, err := i.once(ctx, session, false)
	told.end()
	if err != nil {
		return err
	}
	return i.result(ctx, cmd.OutOrStdout(), session, outcome)
}

func (i *importing) once(ctx context.Context, session *intake.Session, dryRun bool) (intake.Outcome, error) {
	return session.Run(ctx, &directoryv1.ImportOptions{
		Source: i.options.GetSource(), Complete: i.options.GetComplete(), Employers: i.options.GetEmployers(),
		EffectiveDate: i.options.GetEffectiveDate(), RemovalLimitPercent: i.options.GetRemovalLimitPercent(),
		DryRun: dryRun, RequestId: uuid.NewString(),
	})
}

// result prints what became of the rows. Refused rows make the command fail.
func (i *importing) result(ctx context.Context, out io.Writer, session *intake.Session, outcome intake.Outcome) error {
	show := map[string]func(context.Context, io.Writer, intake.Outcome) error{"table": session.Show, "json": session.JSON, "csv": session.CSV}[i.format]
	if err := show(ctx, out, outcome); err != nil {
		return err
	}
	return refused(outcome)
}

func refused(outcome intake.Outcome) error {
	if count := outcome.Summary.GetRefused(); count > 0 {
		return words.Say(words.SomeRefused, count)
	}
	return nil
}

// asks says whether somebody can answer. An input that is no file was given on purpose.
func asks(in io.Reader) bool {
	file, ok := in.(*os.File)
	return !ok || isatty.IsTerminal(file.Fd())
}

func agrees(cmd *cobra.Command, locale words.Locale) bool {
	fmt.Fprint(cmd.ErrOrStderr(), words.Say(words.Ask).In(locale))
	answer, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n') // an end of the input is no
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes", "是":
		return true
	}
	return false
}
