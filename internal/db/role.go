package db

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// RoleName is the login role of a service in PostgreSQL. Its schema bears the name of the service.
func RoleName(service string) string { return "hearth_" + service }

// CreateRole makes, in the database of adminURL, the schema of a service and the role that alone may use it, and sets
// the role's password. It may be run again at any time. The server, and so its log, is not shown the password.
func CreateRole(ctx context.Context, adminURL, service, password string) error {
	if !setName.MatchString(service) {
		return fmt.Errorf("db: role for %q: name is not lower case letters, digits and _", service)
	}
	verifier, err := scramVerifier(password)
	if err != nil {
		return fmt.Errorf("db: role for %s: %w", service, err)
	}
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("db: role for %s: %w", service, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for range roleTries {
		err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return createRole(ctx, tx, service, verifier) })
		if !overtaken(err) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("db: role for %s: %w", service, err)
	}
	return nil
}

// roleTries bounds how often a role is tried to be made. Each time that one is overtaken, another one is done.
const roleTries = 50

// overtaken says that the same role was made or changed meanwhile from another database of the same server: roles are of all of them, and a
// lock is of one.
func overtaken(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == "23505" || pg.Code == "42710" || pg.Code == "XX000" && strings.Contains(pg.Message, "concurrently"))
}

func createRole(ctx context.Context, tx pgx.Tx, service, verifier string) error {
	// Two at once in this database would both find the role missing.
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('hearth roles'))"); err != nil {
		return err
	}
	role, schema := pgx.Identifier{RoleName(service)}.Sanitize(), pgx.Identifier{service}.Sanitize()
	var exists, super bool
	var database string
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1), current_database(),
		(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)`, RoleName(service)).Scan(&exists, &database, &super)
	if err != nil {
		return err
	}
	var steps []string
	if !exists {
		steps = append(steps, "CREATE ROLE "+role)
	}
	steps = append(steps,
		// The verifier is base64 and signs, so it needs no quoting.
		"ALTER ROLE "+role+" LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD '"+verifier+"'")
	if !super {
		// Only a member of the role may give it a schema.
		steps = append(steps, "GRANT "+role+" TO CURRENT_USER")
	}
	steps = append(steps,
		"CREATE SCHEMA IF NOT EXISTS "+schema+" AUTHORIZATION "+role,
		"REVOKE ALL ON SCHEMA "+schema+" FROM PUBLIC",
		"GRANT CONNECT ON DATABASE "+pgx.Identifier{database}.Sanitize()+" TO "+role,
		"ALTER ROLE "+role+" IN DATABASE "+pgx.Identifier{database}.Sanitize()+" SET search_path = "+schema)
	if !super {
		steps = append(steps, "REVOKE "+role+" FROM CURRENT_USER")
	}
	for _, step := range steps {
		if _, err := tx.Exec(ctx, step); err != nil {
			return err
		}
	}
	return ownedBy(ctx, tx, service)
}

// ownedBy refuses a schema of that name which somebody else made: its owner could read what the service writes.
func ownedBy(ctx context.Context, tx pgx.Tx, service string) error {
	var owner string
	err := tx.QueryRow(ctx, "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = $1", service).Scan(&owner)
	if err != nil {
		return err
	}
	if owner != RoleName(service) {
		return fmt.Errorf("schema %s belongs to %s", service, owner)
	}
	return nil
}

// ServiceURL is adminURL with the service's role and password in place of the administrator's.
func ServiceURL(adminURL, service, password string) (string, error) {
	u, err := url.Parse(adminURL)
	if err != nil {
		return "", errors.New("db: the administrator's URL is not a URL") // its text may hold a password
	}
	u.User = url.UserPassword(RoleName(service), password)
	return u.String(), nil
}

// scramVerifier is what PostgreSQL stores of a password (RFC 5802, RFC 7677).
func scramVerifier(password string) (string, error) {
	if password == "" {
		return "", errors.New("password is empty")
	}
	for _, r := range password {
		if r < ' ' || r > '~' {
			return "", errors.New("password holds characters other than printable ASCII")
		}
	}
	const rounds = 4096
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return "", err
	}
	client := sha256.Sum256(sign(salted, "Client Key"))
	b64 := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, b64(salt), b64(client[:]), b64(sign(salted, "Server Key"))), nil
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(text)) // never fails
	return mac.Sum(nil)
}
