package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// bindClient adds the flags of a command that speaks to a running Hearth.
func bindClient(cmd *cobra.Command, l words.Locale) *client.Options {
	options := &client.Options{Env: os.Getenv}
	cmd.PersistentFlags().StringVar(&options.Server, "server", "", l.Say(
		"the gRPC address of Hearth; %s names it too; by default the one that the configuration serves on",
		"Hearth 的 gRPC 地址，也可用 %s 指定；默认为配置中的监听地址", client.ServerVariable))
	cmd.PersistentFlags().StringVar(&options.KeyFile, "key-file", "", l.Say(
		"the file of an API key; %s can hold the key, %s a token; by default the administrator's",
		"API 密钥文件；也可用 %s 提供密钥、用 %s 提供令牌；默认为管理员密钥", client.KeyVariable, client.TokenVariable))
	return options
}

// withClient connects, and says errors in the person's language.
func withClient(cmd *cobra.Command, options *client.Options, use func(*client.Client) error) error {
	cfg, err := settings(cmd)
	if err != nil {
		return err
	}
	c, err := client.New(cfg, *options)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	return c.Explain(use(c))
}

// misused says in the person's language what is wrong with the flags or a file.
func misused(err error) error {
	said, ok := client.Said(err, words.Of(os.Getenv))
	if !ok {
		return err
	}
	return usageError{said}
}
