package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func demoCommand(l words.Locale) *cobra.Command {
	var options *client.Options
	command := &cobra.Command{
		Use:   "demo",
		Short: l.Say("Fill an empty Hearth with an invented call centre of 4,000 people", "用虚构的 4,000 人联络中心填充空的 Hearth"),
		Long: l.Say(`The call centre is the same every time: seven sites in three countries, two vendors beside its own staff, asked three times,
who thank each other, are thanked by a customer, and have three winners of an award.
Everything goes in through the public API. A Hearth that holds anything else is left alone; what was interrupted goes on when it is run again.`,
			`每次生成的联络中心都相同：三个国家的七个职场，自有员工与两家供应商并存，开展三期调研，并有同事感谢、客户感谢信与一轮评选。
所有数据均通过公开接口写入。已有其他数据的 Hearth 不会被改动；中断后再次运行即可继续。`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				told := newProgress(cmd.ErrOrStderr(), c.Locale)
				filling := &demo.Filling{Client: c, Tell: told.tell}
				result, err := filling.Run(cmd.Context())
				told.end()
				if err != nil {
					return err
				}
				_, err = fmt.Fprint(cmd.OutOrStdout(), c.Locale.Say(
					"The call centre stands: %d people in %d units on %d sites, and %d roles.\nThey were asked %d times: hearth survey list\n"+
						"They thank each other, and three have won an award: hearth feed, hearth award list\n",
					"联络中心已就绪：%[3]d 个职场、%[2]d 个组织单元、%[1]d 人、%[4]d 个角色。\n已开展 %[5]d 期调研：hearth survey list\n",
					result.People, result.Units, result.Sites, result.Roles, len(result.Surveys)))
				return err
			})
		},
	}
	options = bindClient(command, l)
	return command
}
