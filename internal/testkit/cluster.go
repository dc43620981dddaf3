package testkit

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoPostgres says that this machine has no PostgreSQL binaries.
var ErrNoPostgres = errors.New("testkit: no PostgreSQL binaries in PATH or /usr/lib/postgresql")

const startTimeout = 30 * time.Second

// StartPostgres makes a fresh PostgreSQL cluster in dir, which must not exist or be empty, and starts it on a free
// port of the loopback address and a unix socket in dir. url logs in as the administrator. stop, or the end of this
// process, stops it and removes dir. The server's user must be able to reach dir: as root it runs as postgres or nobody, for
// PostgreSQL refuses root.
func StartPostgres(dir string) (url string, stop func(), err error) {
	bin, err := binaries("/usr/lib/postgresql")
	if err != nil {
		return "", nil, err
	}
	as, err := serverUser()
	if err != nil {
		return "", nil, err
	}
	if err := own(dir, as); err != nil {
		return "", nil, err
	}
	password := rand.Text()
	if err := initCluster(bin, dir, password, as); err != nil {
		return "", nil, err
	}
	return startServer(bin, dir, password, as)
}

// binaries is the folder of initdb: of the one in PATH, else of the newest version in root.
func binaries(root string) (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob(filepath.Join(root, "*", "bin", "initdb")) // the pattern is good
	if len(found) == 0 {
		return "", ErrNoPostgres
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return major(a) - major(b) })
	return filepath.Dir(newest), nil
}

func major(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb)))) // 0 for a folder that is no version
	return n
}

// serverUser is whom the server runs as, nil for this process's own user.
func serverUser() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("testkit: PostgreSQL does not run as root, and there is no user postgres or nobody")
}

func own(dir string, as *syscall.Credential) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if as == nil {
		return nil
	}
	return os.Chown(dir, int(as.Uid), int(as.Gid))
}

func initCluster(bin, dir, password string, as *syscall.Credential) error {
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(password), 0o600); err != nil {
		return err
	}
	if as != nil {
		if err := os.Chown(secret, int(as.Uid), int(as.Gid)); err != nil {
			return err
		}
	}
	initdb := func(locale ...string) error {
		// md5 and not scram: each new connection of each test would pay for scram's rounds.
		cmd := exec.Command(filepath.Join(bin, "initdb"), append(locale, "-D", filepath.Join(dir, "data"),
			"-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "md5", "--pwfile", secret)...)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("testkit: initdb: %w: %s", err, out)
		}
		return nil
	}
	// A language's order and not C: text that a store forgot to compare by its bytes is to be found out. Versions
	// before 15 cannot do it.
	if initdb("--locale-provider=icu", "--icu-locale=en-US") != nil {
		if err := initdb(); err != nil {
			return err
		}
	}
	return os.Remove(secret)
}

// supervise runs the server until it ends by itself, or until standard input ends, which it does when this process dies
// in whatever way.
const supervise = `trap '' PIPE
exec 3<&0
"$0" "$@" >"$LOG" 2>&1 </dev/null 3<&- & server=$!
(read _ <&3; kill -INT $server) & reader=$!
wait $server
kill $reader 2>/dev/null
tail -n 20 "$LOG" >&2
cd /; rm -rf "$DIR"`

func startServer(bin, dir, password string, as *syscall.Credential) (string, func(), error) {
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command("/bin/sh", "-c", supervise, filepath.Join(bin, "postgres"), "-D", filepath.Join(dir, "data"),
		"-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-k", dir,
		"-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal")
	cmd.Env = append(os.Environ(), "DIR="+dir, "LOG="+filepath.Join(dir, "log"))
	cmd.Dir = dir
	// A group of its own: an interrupt from the terminal must reach the tests first.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	var log bytes.Buffer
	cmd.Stderr = &log
	alive, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the log says more than the exit code
		close(ended)
	}()
	stop := func() {
		_ = alive.Close()
		<-ended
	}
	admin := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres", RawQuery: "sslmode=disable"}
	if err := await(admin.String(), ended); err != nil {
		stop()
		return "", nil, fmt.Errorf("testkit: PostgreSQL did not start: %w: %s", err, log.Bytes())
	}
	return admin.String(), stop, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func await(url string, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-ended:
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}
