package mapping

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"pgregory.net/rapid"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func plan(t *testing.T, m Mapping, kind Kind, file string) (*Plan, []table.Row, error) {
	t.Helper()
	read, err := table.Parse("f.csv", []byte(file), table.Options{})
	require.NoError(t, err)
	var rows []table.Row
	require.NoError(t, read.Each(func(row table.Row) error {
		rows = append(rows, table.Row{Line: row.Line, Cells: append([]string(nil), row.Cells...)})
		return nil
	}))
	p, err := m.Plan(kind, read, "hris")
	return p, rows, err
}

func id(text string) *typev1.ExternalId { return &typev1.ExternalId{Source: "hris", Id: text} }

func TestPeople(t *testing.T) {
	wang := &directoryv1.PersonRow{
		ExternalId: id("A1"), DisplayName: "王芳", Number: "A1", Unit: "T1", Employer: "acme", HireDate: "2024-03-05",
	}
	for _, c := range []struct {
		name, file string
		mapping    Mapping
		want       *directoryv1.PersonRow
	}{
		{"Chinese headings", "工号,姓名,部门编号,用工单位,入职日期\nA1,王芳,T1,acme,2024/3/5\n", Mapping{}, wang},
		{"English headings", "Staff No.;Name;Unit Code;Employer;Hire-Date\nA1;王芳;T1;acme;2024-03-05\n", Mapping{}, wang},
		{"the fields' own names", "number,display_name,unit,employer,hire_date\nA1,王芳,T1,acme,2024年3月5日\n", Mapping{}, wang},
		{"the more telling heading", "工号,姓名,部门,部门编号,用工单位,入职日期\nA1,王芳,热线一组,T1,acme,2024/03/05 0:00\n", Mapping{}, wang},
		{
			"own headings", "*Nr*,姓名,Team,Start,用工单位\nA1,王芳,T1,2024-3-5,acme\n",
			Mapping{People: Columns{Columns: map[string]string{"*Nr*": "number", "Start": "hire_date"}}}, wang,
		},
		{
			"set and translated values", "工号,姓名,部门编号,用工单位,入职日期\nA1,王芳,热线一组,顶点,20240305\n",
			Mapping{
				People: Columns{Values: map[string]map[string]string{"employer": {"顶点": "acme"}, "unit": {"热线一组": "T1"}}},
				Dates:  []string{"yyyymmdd"},
			}, wang,
		},
		{
			"a value for all", "工号,姓名,部门编号,入职日期\nA1,王芳,T1,05.03.2024\n",
			Mapping{People: Columns{Set: map[string]string{"employer": "acme"}}, Dates: []string{"d.m.yyyy"}}, wang,
		},
		{
			"a column left out", "工号,姓名,部门编号,用工单位,入职日期,班次\nA1,王芳,T1,acme,2024-03-05,夜班\n",
			Mapping{People: Columns{Columns: map[string]string{"班次": ""}}}, wang,
		},
		{
			"everything", "id,工号,姓名,语言,部门编号,兼职部门,上级工号,用工单位,法人实体,职位,班次,渠道,入职日期,合同到期日,离职日期\n" +
				"P9,A1,王芳,中文,T1,T2；T3、 T4 ,A0,acme,顶点（上海）,客服专员,夜班,voice,2024-03-05,2026-03-04,2025-01-31\n", Mapping{},
			&directoryv1.PersonRow{
				ExternalId: id("P9"), DisplayName: "王芳", Number: "A1", Language: "zh-CN", Unit: "T1", SecondaryUnits: []string{"T2", "T3", "T4"},
				Manager: "A0", Employer: "acme", LegalEntity: "顶点（上海）", Position: "客服专员", Shift: "夜班", Channel: "voice",
				HireDate: "2024-03-05", PlannedEndDate: "2026-03-04", LeaveDate: "2025-01-31",
			},
		},
		{
			"spaces around values", "工号,姓名,部门编号,用工单位,入职日期\n A1 ,　王芳　,T1,acme, 2024-03-05\n", Mapping{}, wang,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, rows, err := plan(t, c.mapping, People, c.file)
			require.NoError(t, err)
			got, problems := p.Person(rows[0])
			require.Empty(t, problems)
			require.Empty(t, cmp.Diff(c.want, got, protocmp.Transform()))
		})
	}
}

func TestUnits(t *testing.T) {
	p, rows, err := plan(t, Mapping{}, Units, "编码,上级编码,类型,名称,英文名称,职场\nT1,D1,班组,热线一组,Hotline 1,SH\nT2,,Team,Night,,\n")
	require.NoError(t, err)
	for i, want := range []*directoryv1.UnitRow{
		{
			ExternalId: id("T1"), ParentId: "D1", Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, Site: "SH",
			DisplayName: &typev1.LocalizedText{Texts: map[string]string{"zh-CN": "热线一组", "en": "Hotline 1"}},
		},
		{
			ExternalId: id("T2"), Kind: directoryv1.UnitKind_UNIT_KIND_TEAM,
			DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Night"}},
		},
	} {
		got, problems := p.Unit(rows[i])
		require.Empty(t, problems)
		require.Empty(t, cmp.Diff(want, got, protocmp.Transform()))
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	const whole = "工号,姓名,部门编号,用工单位,入职日期"
	columns := func(c map[string]string) Mapping { return Mapping{People: Columns{Columns: c}} }
	for _, c := range []struct {
		name, heading string
		mapping       Mapping
		kind          Kind
		want          []string
	}{
		{"headings missing", "姓名,备注", Mapping{}, People, []string{"holds number", "holds unit", "holds employer", "holds hire_date"}},
		{"a heading twice", "工号,工 号,姓名,部门编号,用工单位,入职日期", Mapping{}, People, []string{`the heading "工号" stands more than once`}},
		{"a mapped heading twice", whole + ",x,x", columns(map[string]string{"x": "shift"}), People, []string{`the heading "x" stands more than once`}},
		{"a heading that is not there", whole, columns(map[string]string{"x": "shift"}), People, []string{`there is no heading "x"`}},
		{"an unknown field", whole + ",x", columns(map[string]string{"x": "salary"}), People, []string{`"salary" is not a field`}},
		{"two columns for a field", whole + ",x,y", columns(map[string]string{"x": "shift", "y": "shift"}), People, []string{"more than one column is mapped to shift"}},
		{
			"a set field that is unknown", whole, Mapping{People: Columns{Set: map[string]string{"salary": "1"}}}, People,
			[]string{`"salary" is not a field`},
		},
		{
			"a field mapped and set", whole, Mapping{People: Columns{Columns: map[string]string{"工号": "number"}, Set: map[string]string{"number": "1"}}}, People,
			[]string{"number has a column and a set value"},
		},
		{
			"values of an unknown field", whole, Mapping{People: Columns{Values: map[string]map[string]string{"salary": {"1": "2"}}}}, People,
			[]string{`"salary" is not a field`},
		},
		{"units without names", "编码,类型", Mapping{}, Units, []string{"holds display_name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := plan(t, c.mapping, c.kind, c.heading+"\n")
			var problems words.Problems
			require.ErrorAs(t, err, &problems)
			require.Len(t, problems, len(c.want), "%v", problems)
			for i, want := range c.want {
				require.Contains(t, problems[i].In("en"), want)
			}
		})
	}
	_, _, err := plan(t, Mapping{Dates: []string{"roman"}}, People, whole+"\n")
	require.EqualError(t, err, `"roman" is not a form of dates; there are yyyymmdd, m/d/yyyy, d/m/yyyy, d.m.yyyy, serial`)
}

func TestWrongValuesAreNamedAndSentAsTheyStand(t *testing.T) {
	p, rows, err := plan(t, Mapping{}, People, "工号,姓名,部门编号,用工单位,入职日期\nA1,王芳,T1,acme,05/03/2024\n")
	require.NoError(t, err)
	person, problems := p.Person(rows[0])
	require.EqualError(t, problems, `f.csv, line 2, column 5 (入职日期): "05/03/2024" is not a day such as 2026-11-22 or 2026/11/22; declare other forms with --dates`)
	require.Equal(t, "05/03/2024", person.GetHireDate())
	require.Equal(t, "f.csv, line 2, column 1 (工号): nothing says whom or what the row is about: the id is empty", p.NoID(rows[0]).In("en"))

	p, rows, err = plan(t, Mapping{}, Units, "编码,类型,名称\nT1,军团,一组\n")
	require.NoError(t, err)
	_, problems = p.Unit(rows[0])
	require.EqualError(t, problems, `f.csv, line 2, column 2 (类型): "军团" is not a kind of unit; there are company, department, site, queue, team`)
}

func TestUnusedColumnsAreNamed(t *testing.T) {
	p, _, err := plan(t, Mapping{People: Columns{Columns: map[string]string{"x": ""}}}, People, "工号,姓名,部门编号,用工单位,入职日期,备注,x,\n")
	require.NoError(t, err)
	require.Equal(t, []string{"备注"}, p.Unused)
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		text     string
		declared []string
		want     string // "" for none
	}{
		{"2024-02-29", nil, "2024-02-29"},
		{"2024/2/9", nil, "2024-02-09"},
		{"2024/02/09 00:00:00", nil, "2024-02-09"},
		{"2024-02-09T00:00:00", nil, "2024-02-09"},
		{"2024年2月9日", nil, "2024-02-09"},
		{"2023-02-29", nil, ""},
		{"2024-13-01", nil, ""},
		{"24-02-09", nil, ""},
		{"2024/2/9 8:30", nil, ""},
		{"2/9/2024", nil, ""},
		{"2/9/2024", []string{"m/d/yyyy"}, "2024-02-09"},
		{"2/9/2024", []string{"d/m/yyyy"}, "2024-09-02"},
		{"13/1/2024", []string{"m/d/yyyy"}, ""},
		{"9.2.2024", []string{"d.m.yyyy"}, "2024-02-09"},
		{"20240209", []string{"YYYYMMDD"}, "2024-02-09"},
		{"45331", nil, ""},
		{"45331", []string{"serial"}, "2024-02-09"},
		{"61", []string{"serial"}, "1900-03-01"},
		{"60", []string{"serial"}, ""},
		{"2958466", []string{"serial"}, ""},
		{"20240209", []string{"serial", "yyyymmdd"}, "2024-02-09"},
		{"-1", []string{"serial"}, ""},
		{"", []string{"serial"}, ""},
	} {
		dates, err := ParseDates(c.declared)
		require.NoError(t, err)
		got, ok := dates.read(c.text)
		require.Equal(t, c.want, got, c.text)
		require.Equal(t, c.want != "", ok, c.text)
	}
	_, err := ParseDates([]string{"m/d/yyyy", "d/m/yyyy"})
	require.EqualError(t, err, "the forms of dates m/d/yyyy and d/m/yyyy cannot be told apart")
}

func TestWhatIsReadIsADay(t *testing.T) {
	dates, err := ParseDates([]string{"yyyymmdd", "d.m.yyyy", "m/d/yyyy", "serial"})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{1,4}([-/.]?[0-9]{1,2}){0,2}([/.][0-9]{4})?`).Draw(t, "text")
		if iso, ok := dates.read(text); ok {
			day, err := model.ParseDay(iso)
			require.NoError(t, err)
			require.Equal(t, iso, day.String())
		}
	})
}

func TestReadingAMappingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "map.yaml")
	write := func(text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o600)) }
	write("people:\n  columns: {工号: number, 备注: \"\"}\n  set: {employer: acme}\n  values: {unit: {热线一组: T1}}\nunits:\n  columns: {代码: id}\ndates: [serial]\n")
	got, err := Read(path)
	require.NoError(t, err)
	require.Equal(t, Mapping{
		People: Columns{
			Columns: map[string]string{"工号": "number", "备注": ""}, Set: map[string]string{"employer": "acme"},
			Values: map[string]map[string]string{"unit": {"热线一组": "T1"}},
		},
		Units: Columns{Columns: map[string]string{"代码": "id"}},
		Dates: []string{"serial"},
	}, got)

	require.NoError(t, got.MapPeople([]string{"a=b=shift", "备注=position"}, []string{"employer=other", "channel=a=b"}))
	require.Equal(t, map[string]string{"工号": "number", "备注": "position", "a=b": "shift"}, got.People.Columns)
	require.Equal(t, map[string]string{"employer": "other", "channel": "a=b"}, got.People.Set)
	require.EqualError(t, got.MapPeople([]string{"=shift"}, nil), `--map "=shift" is not of the form COLUMN=FIELD`)
	require.EqualError(t, got.MapPeople(nil, []string{"shift"}), `--set "shift" is not of the form FIELD=VALUE`)

	write("")
	got, err = Read(path)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(Mapping{}, got))
	write("people:\n  colums: {}\n")
	_, err = Read(path)
	require.ErrorContains(t, err, "line 2: field colums not found")
	_, err = Read(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
}
