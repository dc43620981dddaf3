package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/questionnaire"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/document"
)

func instrumentCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "instrument",
		Short: l.Say("Check, import and export questionnaires, and copy those that come with Hearth", "检查、导入、导出问卷，以及复制 Hearth 自带的问卷"),
		Long: l.Say("A questionnaire is a YAML file; docs/instruments.md says how to write one. What is wrong is told as FILE:LINE:COLUMN.",
			"问卷是 YAML 文件，写法见 docs/instruments.md。有误之处以 文件:行:列 指明。"),
	}
	command.AddCommand(
		instrumentCheckCommand(options, l), instrumentImportCommand(options, l), instrumentCopyCommand(options, l),
		instrumentExportCommand(options, l), instrumentListCommand(options, l), instrumentLibraryCommand(options, l),
		instrumentPublishCommand(options, l), instrumentReviseCommand(options, l), instrumentDiffCommand(options, l),
	)
	return command
}

func instrumentService(c *client.Client) surveyv1.InstrumentServiceClient {
	return surveyv1.NewInstrumentServiceClient(c.Conn())
}

func instrumentCheckCommand(options *client.Options, l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: l.Say("Check files as Hearth does at an import, and change nothing", "按导入时的规则检查文件，不作更改"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				var wrong document.Problems
				for _, path := range args {
					questions, err := checkFile(c.Context(cmd.Context()), c, path)
					problems, ok := errors.AsType[document.Problems](err)
					switch {
					case ok:
						wrong = append(wrong, problems...)
					case err != nil:
						return inFile(err)
					default:
						fmt.Fprintln(cmd.OutOrStdout(), c.Locale.Say("%s: nothing is wrong; %d questions", "%s：没有问题，共 %d 题", path, questions))
					}
				}
				if len(wrong) > 0 {
					return inFile(wrong)
				}
				return nil
			})
		},
	}
}

// checkFile has Hearth check a file.
func checkFile(ctx context.Context, c *client.Client, path string) (questions int, err error) {
	file, err := questionnaire.Read(path)
	if err != nil {
		return 0, err
	}
	_, err = instrumentService(c).CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: file.Instrument, ValidateOnly: true})
	return questionnaire.Questions(file.Instrument), file.Locate(err)
}

// inFile marks what is wrong with a file as something that trying again does not help.
func inFile(err error) error {
	if _, ok := errors.AsType[document.Problems](err); ok {
		return usageError{err}
	}
	return misused(err)
}

// adding is how an instrument is brought in.
type adding struct {
	publish bool
	into    string // the instrument that is changed; "" for a new one
}

func bindAdding(cmd *cobra.Command, l words.Locale) *adding {
	a := &adding{}
	cmd.Flags().BoolVar(&a.publish, "publish", false, l.Say(
		"publish it at once, for surveys to use; from then on only its texts can be changed", "同时发布，供调研使用；发布后只能修改文字"))
	return a
}

// add makes a draft or changes what there is, and publishes it where that was asked for.
func (a *adding) add(ctx context.Context, c *client.Client, draft *surveyv1.Instrument) (name string, err error) {
	var made *surveyv1.Instrument
	if a.into == "" {
		made, err = instrumentService(c).CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: draft, RequestId: uuid.NewString()})
	} else {
		draft.Name = a.into
		made, err = instrumentService(c).UpdateInstrument(ctx, &surveyv1.UpdateInstrumentRequest{
			Instrument: draft, UpdateMask: questionnaire.Mask(), RequestId: uuid.NewString(),
		})
	}
	if err != nil || !a.publish {
		return made.GetName(), err
	}
	request := &surveyv1.PublishInstrumentRequest{Name: made.GetName(), Etag: made.GetEtag(), RequestId: uuid.NewString()}
	_, err = instrumentService(c).PublishInstrument(ctx, request)
	return made.GetName(), err
}

func instrumentImportCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use: "import FILE", Short: l.Say("Bring in a questionnaire from a file as a draft, and print its name", "从文件导入问卷，存为草稿并输出其名称"), Args: cobra.ExactArgs(1),
	}
	adding := bindAdding(command, l)
	command.Flags().StringVar(&adding.into, "into", "", l.Say(
		"change this questionnaire, instruments/…, instead of making one: a draft, or the texts of a published one",
		"不新建，而是修改此问卷（instruments/…）：草稿，或已发布问卷的文字"))
	return making(command, options, func(ctx context.Context, c *client.Client, args []string) (string, error) {
		file, err := questionnaire.Read(args[0])
		if err != nil {
			return "", inFile(err)
		}
		name, err := adding.add(ctx, c, file.Instrument)
		return name, inFile(file.Locate(err))
	})
}

func instrumentCopyCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use: "copy SLUG", Short: l.Say("Make a draft of a questionnaire that comes with Hearth, and print its name", "将 Hearth 自带的问卷复制为草稿，并输出其名称"), Args: cobra.ExactArgs(1),
	}
	adding := bindAdding(command, l)
	return making(command, options, func(ctx context.Context, c *client.Client, args []string) (string, error) {
		found, err := readInstrument(ctx, c, inLibrary+strings.TrimPrefix(args[0], inLibrary))
		if err != nil {
			return "", err
		}
		return adding.add(ctx, c, questionnaire.Draft(found))
	})
}

func instrumentExportCommand(options *client.Options, l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "export NAME",
		Short: l.Say("Print a questionnaire as a file that can be imported", "以可再导入的文件形式输出问卷"),
		Long:  l.Say("NAME is instruments/…, or libraryInstruments/… of one that comes with Hearth.", "NAME 为 instruments/…；Hearth 自带的问卷为 libraryInstruments/…。"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				found, err := readInstrument(c.Context(cmd.Context()), c, args[0])
				if err != nil {
					return err
				}
				text, err := document.Write(questionnaire.Draft(found))
				if err != nil {
					return err
				}
				_, err = cmd.OutOrStdout().Write(text)
				return err
			})
		},
	}
}

const inLibrary = "libraryInstruments/"

func readInstrument(ctx context.Context, c *client.Client, name string) (*surveyv1.Instrument, error) {
	if strings.HasPrefix(name, inLibrary) {
		return instrumentService(c).GetLibraryInstrument(ctx, &surveyv1.GetLibraryInstrumentRequest{Name: name})
	}
	return instrumentService(c).GetInstrument(ctx, &surveyv1.GetInstrumentRequest{Name: name})
}
