package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of argon2id: the OWASP Password Storage Cheat Sheet's first choice of 19 MiB, two passes and one lane. RFC 9106's 64 MiB
// would cost a shift that logs in together more memory than it buys: a PIN is guarded by throttling, the hash by its database.
const (
	pinMemory = 19 * 1024 // KiB
	pinPasses = 2
	pinLanes  = 1
	saltLen   = 16
	pinLen    = 32
)

// NoPIN is a hash that no PIN matches, at the full cost of trying: for people who are unknown or have none.
const NoPIN = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// pinSlots bounds the memory and the processors that log-ins take at once.
var pinSlots = make(chan struct{}, runtime.GOMAXPROCS(0))

// HashPIN hashes a PIN with a fresh salt, in the PHC string format. It takes tens of milliseconds, and waits for its turn until ctx ends.
func HashPIN(ctx context.Context, pin string) (string, error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // never fails
	hash, err := stretch(ctx, pin, salt, pinMemory, pinPasses, pinLanes)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, pinMemory, pinPasses, pinLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash)), nil
}

// VerifyPIN reports whether the PIN is the one that HashPIN made the hash of.
func VerifyPIN(ctx context.Context, pin, hash string) (bool, error) {
	var version int
	var memory, passes uint32
	var lanes uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return false, errHash
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil {
		return false, errHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || version != argon2.Version || len(want) != pinLen || passes == 0 || lanes == 0 {
		return false, errHash
	}
	have, err := stretch(ctx, pin, salt, memory, passes, lanes)
	return err == nil && subtle.ConstantTimeCompare(have, want) == 1, err
}

var errHash = errors.New("identity: not the hash of a PIN")

func stretch(ctx context.Context, pin string, salt []byte, memory, passes uint32, lanes uint8) ([]byte, error) {
	select {
	case pinSlots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-pinSlots }()
	return argon2.IDKey([]byte(pin), salt, passes, memory, lanes, pinLen), nil
}
