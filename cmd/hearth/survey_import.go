package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/sheets"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// answering is what the flags of an import of answers say.
type answering struct {
	client              *client.Options
	encoding, delimiter string
	columns, set, dates []string
	dryRun              bool
	form                *output
}

func surveyImportCommand(options *client.Options, l words.Locale) *cobra.Command {
	a := &answering{client: options}
	command := &cobra.Command{
		Use:   "import NAME FILE",
		Short: l.Say("Bring answers that were given elsewhere into an open survey, from a CSV file", "从 CSV 文件将其他系统收集的答卷导入进行中的调研"),
		Long: namesSurvey(l) + "\n\n" + l.Say(`FILE holds one sheet a row, below a heading: whose it is, and one column a question, called by its id; a row of a matrix is item.row.
hearth survey instrument export prints a questionnaire with its ids; other columns are left out.
Whose it is says a column with the staff number, and one with the employer where numbers collide; or one with people/….
Cells hold values, or the words of a step or an option. Several options in one cell are separated by ; and an empty cell is no answer.
Of a survey that was created with --contacts: FILE holds one contact a row, with contact, its id in the system that source names, and unit, which
served it; and employer, shift, channel, position and site where the survey is split by them. unit is the id of a unit in the system that it comes
from, SOURCE:ID, its whole title or units/…. A row without answers says that a contact was asked, which may be said before the opening, too; one without unit is of
a contact that was brought before.
The survey must have been created with --import or --contacts. A row takes the place of one that was imported before, so a file can be sent again.
Rows that are wrong are refused one by one: they are listed with their lines, and the exit code says so.`,
			`FILE 首行为标题，其下每行一份答卷：包括作答人以及每道题一列，列名为题目编号；矩阵题的行写作 题目.行。
题目编号见 hearth survey instrument export 的输出；其他列会被忽略。
作答人以工号列指明，工号重复时另加雇主列；也可用 people/… 列。
单元格可填取值，也可填等级或选项的文字。同一单元格中的多个选项以 ; 分隔，空单元格表示未答。
以 --contacts 创建的调研：每行一次客户联系，contact 为其在来源系统（source）中的编号，unit 为提供服务的组织单元；
调研按 employer、shift、channel、position、site 划分时另加相应列。unit 为组织单元在来源系统中的编号、SOURCE:ID、完整名称或 units/…。
没有答案的行表示已邀请该客户，开启之前也可导入；没有 unit 的行须为此前已导入的联系。
调研须以 --import 或 --contacts 创建。再次导入的同一人员或联系的答卷会替换前一份，因此文件可重复发送。
有误的行会逐行拒绝：列出行号，并以退出码表明。`),
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.run(cmd, args[0], args[1]) },
	}
	flags := command.Flags()
	flags.StringVar(&a.encoding, "encoding", "", l.Say("utf-8 or gb18030; detected by default", "utf-8 或 gb18030；默认自动识别"))
	flags.StringVar(&a.delimiter, "delimiter", "", l.Say("what separates cells: , ; or tab; detected by default", "单元格分隔符：, ; 或 tab；默认自动识别"))
	flags.StringArrayVar(&a.columns, "map", nil, l.Say(
		"COLUMN=FIELD: what a column holds: a question, number, employer or person, or a field of contacts; without a field it is left out; may be repeated",
		"列名=字段：某列的含义，即题目、number、employer、person 或联系的字段；不写字段则忽略该列；可重复使用"))
	flags.StringArrayVar(&a.set, "set", nil, l.Say("FIELD=VALUE: the same for every row, such as employer=… or source=…; may be repeated", "字段=值：所有行共用的值，例如 employer=… 或 source=…；可重复使用"))
	flags.StringSliceVar(&a.dates, "dates", nil, l.Say("further forms of dates, as hearth directory import", "其他日期格式，同 hearth directory import"))
	flags.BoolVar(&a.dryRun, "dry-run", false, l.Say("read the file and find whose its rows are, send nothing", "只读取文件并识别作答人或联系，不发送"))
	a.form = bindOutput(command, l, "table", "json", "csv")
	return command
}

func (a *answering) run(cmd *cobra.Command, name, path string) error {
	if err := a.form.check(); err != nil {
		return err
	}
	encoding, err := table.ParseEncoding(a.encoding)
	if err != nil {
		return misused(err)
	}
	delimiter, err := table.ParseDelimiter(a.delimiter)
	if err != nil {
		return misused(err)
	}
	m := mapping.Mapping{Dates: a.dates}
	if err := m.MapPeople(a.columns, a.set); err != nil {
		return misused(err)
	}
	return withClient(cmd, a.client, func(c *client.Client) error {
		ctx := c.Context(cmd.Context())
		survey, err := findSurvey(ctx, c, name)
		if err != nil {
			return err
		}
		request := &surveyv1.GetInstrumentRequest{Name: survey.GetInstrument()}
		instrument, err := surveyv1.NewInstrumentServiceClient(c.Conn()).GetInstrument(ctx, request)
		if err != nil {
			return err
		}
		opened, err := sheets.Open(path, table.Options{Encoding: encoding, Delimiter: delimiter}, m, instrument, survey.GetAudience().GetKind())
		if err != nil {
			return misused(err)
		}
		outcome, err := a.bring(ctx, cmd, c, survey, opened)
		if err != nil {
			return err
		}
		if err := a.result(cmd.OutOrStdout(), outcome, c.Locale); err != nil {
			return err
		}
		if count := outcome.Refused(); count > 0 {
			return words.Say(words.SomeRefused, count)
		}
		return nil
	})
}

// bring finds whose the rows are, and sends them.
func (a *answering) bring(ctx context.Context, cmd *cobra.Command, c *client.Client, survey *surveyv1.Survey, file *sheets.File) (sheets.Outcome, error) {
	told := newProgress(cmd.ErrOrStderr(), c.Locale)
	defer told.end()
	var known sheets.Known
	var err error
	if survey.GetAudience().GetKind() == surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS {
		// What was served by a unit before it was archived may come in later.
		known.Units, err = staff.ReadUnits(ctx, c.Conn(), true)
	} else {
		known.People, err = staff.Read(ctx, c.Conn(), func(people int) { told.tell(words.Both("read %d people", "已读取 %d 人", people)) })
	}
	if err != nil {
		return sheets.Outcome{}, err
	}
	loaded, err := file.Load(known)
	if err != nil {
		return sheets.Outcome{}, misused(err)
	}
	told.table(file.Table, file.Plan.Unused, loaded.Rows)
	if a.dryRun {
		return loaded.Checked(), nil
	}
	return loaded.Send(ctx, c, survey.GetName(), told.tell)
}

// mostShown are the refused rows that people are shown.
const mostShown = 1000

func (a *answering) result(out io.Writer, o sheets.Outcome, l words.Locale) error {
	switch a.form.format {
	case "json":
		return answersJSON(out, o, l)
	case "csv":
		refused := grid.Table{Heading: []string{"line", "reason", "item", "message"}}
		for _, one := range o.Refusals {
			refused.Rows = append(refused.Rows, []string{strconv.Itoa(one.Line), one.Reason, one.Item, one.Message.In(l)})
		}
		return refused.CSV(out)
	}
	var text strings.Builder
	count, became := o.Imported, l.Say("imported", "已导入")
	if a.dryRun {
		count, became = o.Rows-o.Refused(), l.Say("would be sent", "待发送")
		text.WriteString(l.Say("The file was read; nothing has been changed. What the answers hold is judged when they are sent.", "已读取文件，尚未更改任何数据。作答内容在发送时检查。") + "\n")
	}
	fmt.Fprintf(&text, "%9d  %s\n%9d  %s\n", count, became, o.Refused(), words.Say(words.CountRefused).In(l))
	for _, one := range o.Refusals[:min(len(o.Refusals), mostShown)] {
		text.WriteString(words.Say(words.RowRefused).In(l) + "  " + one.In(l) + "\n")
	}
	if more := o.Refused() - mostShown; more > 0 {
		text.WriteString(words.Say(words.More, more, words.Say(words.RowRefused)).In(l) + "\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func answersJSON(out io.Writer, o sheets.Outcome, l words.Locale) error {
	type refusal struct {
		Line    int    `json:"line"`
		Reason  string `json:"reason,omitempty"`
		Item    string `json:"item,omitempty"`
		Message string `json:"message"`
	}
	document := struct {
		Rows     int       `json:"rows"`
		Imported int       `json:"imported"`
		Refused  int       `json:"refused"`
		Refusals []refusal `json:"refusals"`
	}{o.Rows, o.Imported, o.Refused(), []refusal{}}
	for _, one := range o.Refusals {
		document.Refusals = append(document.Refusals, refusal{one.Line, one.Reason, one.Item, one.Message.In(l)})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}
