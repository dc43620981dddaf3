package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// headings are the words of cobra's own between ours.
var headings = strings.NewReplacer(
	"Usage:", "用法：", "Aliases:", "别名：", "Examples:", "示例：", "Available Commands:", "可用命令：", "Additional Commands:", "其他命令：",
	"Global Flags:", "全局参数：", "Flags:", "参数：", "Additional help topics:", "其他帮助主题：",
	`Use "{{.CommandPath}} [command] --help" for more information about a command.`, `用 "{{.CommandPath}} [command] --help" 查看某个命令的更多说明。`,
)

// speak says in the person's language what cobra adds to the commands of its own accord.
func speak(root *cobra.Command, l words.Locale) {
	if l != "en" {
		root.SetUsageTemplate(headings.Replace(root.UsageTemplate()))
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		switch command.Name() {
		case "help":
			command.Short = l.Say("Help about any command", "查看任一命令的帮助")
			command.Long = l.Say("Help shows what a command does and which flags it takes.", "显示某个命令的作用及其参数。")
		case "completion":
			command.Short = l.Say("Generate the autocompletion script for a shell", "生成 shell 的自动补全脚本")
			command.Long = command.Short
			for _, shell := range command.Commands() {
				shell.Short = l.Say("Generate the autocompletion script for %s", "生成 %s 的自动补全脚本", shell.Name())
				if l != "en" {
					shell.Long = shell.Short
				}
				shell.Flags().VisitAll(func(flag *pflag.Flag) {
					flag.Usage = l.Say("disable completion descriptions", "补全时不显示说明")
				})
			}
		}
	}
	each(root, func(command *cobra.Command) {
		command.InitDefaultHelpFlag()
		command.Flags().Lookup("help").Usage = l.Say("help for %s", "%s 的帮助", command.Name())
	})
}

func each(command *cobra.Command, visit func(*cobra.Command)) {
	visit(command)
	for _, child := range command.Commands() {
		each(child, visit)
	}
}

// misunderstandings are the errors of cobra and pflag, which speak English alone.
var misunderstandings = []struct {
	en   *regexp.Regexp
	zhCN string
}{
	{regexp.MustCompile(`^unknown command (\S+) for (\S.*)$`), "$2 没有命令 $1"},
	{regexp.MustCompile(`^unknown flag: (.*)$`), "未知参数：$1"},
	{regexp.MustCompile(`^unknown shorthand flag: (\S+) in (.*)$`), "$2 中有未知参数 $1"},
	{regexp.MustCompile(`^flag needs an argument: (?:\S+ in )?(.*)$`), "参数 $1 缺少取值"},
	{regexp.MustCompile(`^invalid argument (".*") for "(.*)" flag: .*$`), "参数 $2 的取值 $1 无效"},
	{regexp.MustCompile(`^bad flag syntax: (.*)$`), "参数格式有误：$1"},
	{regexp.MustCompile(`^requires at least (\d+) arg\(s\), only received (\d+)$`), "至少需要 $1 个参数，只收到 $2 个"},
	{regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)$`), "需要 $1 个参数，收到 $2 个"},
	{regexp.MustCompile(`^required flag\(s\) (.*) not set$`), "缺少必需的参数 $1"},
	{regexp.MustCompile(`^at least one of the flags in the group \[(.*)\] is required$`), "参数 $1 至少需要一个"},
	{regexp.MustCompile(`^if any flags in the group \[(.*)\] are set they must all be set; .*$`), "参数 $1 必须同时使用"},
	{regexp.MustCompile(`^if any flags in the group \[(.*)\] are set none of the others can be; .*$`), "参数 $1 不能同时使用"},
}

// misunderstood is the error of a command that did not begin.
func misunderstood(err error) error {
	said := model.Words{En: err.Error(), ZhCN: "命令有误：" + err.Error()}
	first, suggestions, _ := strings.Cut(err.Error(), "\n\n")
	for _, one := range misunderstandings {
		if one.en.MatchString(first) {
			said.ZhCN = one.en.ReplaceAllString(first, one.zhCN)
			break
		}
	}
	if _, names, ok := strings.Cut(suggestions, "Did you mean this?\n"); ok {
		said.ZhCN += "\n\n您是否想用：\n" + names
	}
	return usageError{said}
}
