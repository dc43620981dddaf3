package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/rpc"
)

func healthCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: l.Say("Ask a running Hearth whether it is ready; for images that hold no other program", "询问运行中的 Hearth 是否就绪；供不含其他程序的镜像使用"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			client, err := cfg.TLS.Client()
			if err != nil {
				return err
			}
			return askHealth(ctx, l, cfg.GRPCAddr, client, cmd)
		},
	}
}

func askHealth(ctx context.Context, l words.Locale, addr string, client *tls.Config, cmd *cobra.Command) error {
	conn, err := rpc.Dial(addr, client, nil)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	response, err := healthv1.NewHealthClient(conn).Check(ctx, &healthv1.HealthCheckRequest{})
	if status.Code(err) == codes.Unavailable {
		return words.Say(words.Unreachable, addr)
	}
	if err != nil {
		return err
	}
	if response.GetStatus() != healthv1.HealthCheckResponse_SERVING {
		return words.Say(words.NotReady, addr, response.GetStatus())
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), l.Say("ready", "已就绪"))
	return err
}
