package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/findings"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func normCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "norm", Short: l.Say("Keep what others answered, to be shown beside figures", "维护外部参考数据，与结果对照呈现")}
	options := bindClient(command, l)
	command.AddCommand(normCreateCommand(options, l), normListCommand(options, l), normDeleteCommand(options, l))
	return command
}

func normService(c *client.Client) surveyv1.NormServiceClient {
	return surveyv1.NewNormServiceClient(c.Conn())
}

const statisticPrefix = "NORM_STATISTIC_"

func normCreateCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use: "create", Args: cobra.NoArgs,
		Short: l.Say("Add a figure from elsewhere with its source, and print its name alone", "添加一项外部参考数据及其来源，只输出其名称"),
	}
	norm := &surveyv1.Norm{}
	var statistic, en, zhCN string
	flags := command.Flags()
	flags.StringVar(&norm.Family, "instrument", "", l.Say("the questionnaire, any edition of it: instruments/…", "问卷（任一版次）：instruments/…"))
	flags.StringVar(&norm.Of, "of", "", l.Say("the question or construct, by its id", "题目或维度的编号"))
	flags.StringVar(&statistic, "statistic", "mean", l.Say("mean, favourable (0 to 1), index (0 to 100) or score (-100 to 100)", "指标：mean、favourable（0 至 1）、index（0 至 100）或 score（-100 至 100）"))
	flags.Float64Var(&norm.Value, "value", 0, l.Say("the figure", "数值"))
	flags.Int64Var(&norm.N, "n", 0, l.Say("of how many people it is, where the source says so", "样本人数（来源有说明时）"))
	flags.StringVar(&en, "population", "", l.Say("of whom it is, in English", "所指人群（英文）"))
	flags.StringVar(&zhCN, "population-zh", "", l.Say("of whom it is, in Chinese", "所指人群（中文）"))
	flags.StringVar(&norm.Source, "source", "", l.Say("where it is from, so that somebody else finds it", "来源，应可供他人查找"))
	flags.StringVar(&norm.Date, "date", "", l.Say("the day of the source, such as 2026-12-01", "来源日期，例如 2026-12-01"))
	flags.StringVar(&norm.Licence, "licence", "", l.Say("under which terms it may be shown", "使用许可"))
	required(command, "instrument", "of", "value", "source", "date", "licence")
	command.MarkFlagsOneRequired("population", "population-zh")
	return making(command, options, func(ctx context.Context, c *client.Client, _ []string) (string, error) {
		norm.Statistic = surveyv1.NormStatistic(surveyv1.NormStatistic_value[statisticPrefix+strings.ToUpper(statistic)])
		if norm.GetStatistic() == surveyv1.NormStatistic_NORM_STATISTIC_UNSPECIFIED {
			return "", usageError{model.Say("--statistic %s is not mean, favourable, index or score", "--statistic %s 不是 mean、favourable、index 或 score", statistic)}
		}
		norm.Population = bilingual(en, zhCN)
		made, err := normService(c).CreateNorm(ctx, &surveyv1.CreateNormRequest{Norm: norm, RequestId: uuid.NewString()})
		return made.GetName(), err
	})
}

func normListCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "list", Short: l.Say("List what others answered, the newest first", "列出外部参考数据，最新的在前"), Args: cobra.NoArgs}
	instrument := command.Flags().String("instrument", "", l.Say("of one questionnaire, instruments/…", "仅限某一问卷，instruments/…"))
	of := command.Flags().String("of", "", l.Say("of one question or construct", "仅限某一题目或维度"))
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		var filters []string
		if *instrument != "" {
			edition, err := readInstrument(ctx, c, *instrument)
			if err != nil {
				return shown{}, err
			}
			filters = append(filters, "family = "+strconv.Quote(edition.GetFamily()))
		}
		if *of != "" {
			filters = append(filters, "of = "+strconv.Quote(*of))
		}
		all := &surveyv1.ListNormsResponse{}
		request := &surveyv1.ListNormsRequest{PageSize: 1000, Filter: strings.Join(filters, " AND ")}
		for more := true; more; more = request.GetPageToken() != "" {
			page, err := normService(c).ListNorms(ctx, request)
			if err != nil {
				return shown{}, err
			}
			all.Norms, request.PageToken = append(all.Norms, page.GetNorms()...), page.GetNextPageToken()
		}
		return shown{Table: findings.Norms(all.GetNorms(), c.Locale), Message: all}, nil
	})
}

func normDeleteCommand(options *client.Options, l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "delete NAME...",
		Short: l.Say("Remove norms; they are shown beside no figure from then on", "删除外部参考数据，之后不再对照呈现"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				for _, name := range args {
					if _, err := normService(c).DeleteNorm(c.Context(cmd.Context()), &surveyv1.DeleteNormRequest{Name: name, RequestId: uuid.NewString()}); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}
