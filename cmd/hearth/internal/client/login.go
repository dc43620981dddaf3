package client

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

// ErrLoggedOut is that a log-in was kept and holds no longer. Nobody else's key is taken in its place.
var ErrLoggedOut = model.Say(
	"Your log-in has ended. Log in again (hearth login), or forget it (hearth logout).",
	"登录已失效。请重新登录（hearth login），或清除登录（hearth logout）。")

// login is a person's log-in as it is kept between commands. It is of no use to another server.
type login struct {
	Server  string    `json:"server"`
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
}

// fresh is how long a kept token must last to be used as it is.
const fresh = 5 * time.Minute

func loginFile() (string, error) {
	folder, err := os.UserConfigDir()
	return filepath.Join(folder, "hearth", "login"), err
}

// readLogin reads what is kept, nothing where nothing is.
func readLogin() (login, error) {
	path, err := loginFile()
	if err != nil {
		// Without a home there is no place where a log-in could have been kept.
		return login{}, nil
	}
	text, err := identity.ReadKeyFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return login{}, nil
	}
	if err != nil {
		return login{}, err
	}
	var kept login
	if json.Unmarshal([]byte(text), &kept) != nil {
		return login{}, ErrLoggedOut
	}
	return kept, nil
}

func (c *Client) keep(token identity.Token) error {
	path, err := loginFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(login{c.Server, token.Text, token.Expires})
	if err != nil {
		return err
	}
	return identity.ReplaceKeyFile(path, string(text))
}

// refresh gives the kept token, or a new one for it when it is about to end.
func (c *Client) refresh(ctx context.Context, kept login) (identity.Token, error) {
	left := time.Until(kept.Expires)
	if left > fresh {
		return identity.Token{Text: kept.Token, Expires: kept.Expires}, nil
	}
	if left <= 0 {
		return identity.Token{}, ErrLoggedOut
	}
	response, err := directoryv1.NewTokenServiceClient(c.conn).RefreshToken(
		metadata.AppendToOutgoingContext(c.Context(ctx), "authorization", "Bearer "+kept.Token), &directoryv1.RefreshTokenRequest{})
	if err != nil {
		return identity.Token{}, err
	}
	return tokenOf(response), c.keep(tokenOf(response))
}

// Login lets a person in and keeps that for the commands to come, in a file that they alone can read.
func (c *Client) Login(ctx context.Context, credential *directoryv1.ExchangeTokenRequest) error {
	token, err := c.redeem(ctx, credential)
	if err != nil {
		return err
	}
	if err := c.keep(token); err != nil {
		return err
	}
	c.signed = signedWith(c.conn, token.Text)
	return nil
}

// Logout forgets a log-in that was kept.
func Logout() error {
	path, err := loginFile()
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
