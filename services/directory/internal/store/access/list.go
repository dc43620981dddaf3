package access

import (
	"context"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

var bindingFields = map[string]string{"id": "id", "subject": "subject", "role": "role", "unit": "unit", "employer": "employer"}

// Bindings lists the bindings over what the scope covers, one more than a page. A binding over more than the scope is not among them.
func (r Reader) Bindings(ctx context.Context, scope model.Scope, list model.List) ([]access.Binding, error) {
	within, args := tables.Units.Reached(scope, "unit", "employer", 1)
	where, order, more := db.ListSQL(list, bindingFields, len(args)+1)
	return db.All(ctx, r.q, scanBinding, "SELECT "+bindingColumns+" FROM binding WHERE "+within+" AND "+where+
		" ORDER BY "+order+" LIMIT "+strconv.Itoa(list.Size+1), append(args, more...)...)
}

// Keys lists the keys that are not services' own, one more than a page, for those who reach the whole installation.
func (r Reader) Keys(ctx context.Context, scope model.Scope, list model.List) ([]access.Key, error) {
	if !scope.All {
		return nil, nil
	}
	where, order, args := db.ListSQL(list, map[string]string{"id": "id"}, 2)
	args = append([]any{string(access.ServiceKey)}, args...)
	keys, err := db.All(ctx, r.q, scanKey, "SELECT "+keyColumns+" FROM api_key WHERE kind <> $1 AND "+where+
		" ORDER BY "+order+" LIMIT "+strconv.Itoa(list.Size+1), args...)
	if err != nil {
		return nil, err
	}
	return keys, r.addSecrets(ctx, keys)
}

// addSecrets reads the secrets of all the keys at once.
func (r Reader) addSecrets(ctx context.Context, keys []access.Key) error {
	at := make(map[string]int, len(keys))
	ids := make([]any, len(keys))
	for i, key := range keys {
		at[key.ID], ids[i] = i, key.ID
	}
	type owned struct {
		access.Secret
		key string
	}
	secrets, err := db.All(ctx, r.q, func(scan db.Scan) (o owned, err error) {
		o.Secret, err = scanSecret(func(into ...any) error { return scan(append(into, &o.key)...) })
		return o, err
	}, "SELECT "+secretColumns+", api_key FROM key_secret WHERE api_key IN "+db.In(1, len(ids))+" ORDER BY id", ids...)
	for _, secret := range secrets {
		key := &keys[at[secret.key]]
		key.Secrets = append(key.Secrets, secret.Secret)
	}
	return err
}
