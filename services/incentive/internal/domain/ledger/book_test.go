package ledger_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// book has a source without a floor, two wallets, and a wallet of another ledger.
func book(now time.Time) *ledger.Book {
	b := ledger.NewBook(now)
	shanghai := time.FixedZone("", 8*60*60)
	b.Ledgers = map[string]ledger.Ledger{"points": {ID: "points", Zone: shanghai}, "cny": {ID: "cny", Zone: shanghai}}
	for i, id := range []string{"source", "ann", "bo", "money"} {
		b.Accounts[id] = &ledger.Account{ID: id, Ledger: "points", Number: int64(i + 1), Overdraft: id == "source"}
	}
	b.Accounts["money"].Ledger = "cny"
	return b
}

func direct(debit, credit string, amount int64) ledger.Transfer {
	return ledger.Transfer{ID: uuid.New(), Kind: ledger.Direct, Debit: debit, Credit: credit, Amount: amount, Day: model.NoDay, Reason: "test"}
}

func hold(debit, credit string, amount int64, expires time.Time) ledger.Transfer {
	t := direct(debit, credit, amount)
	t.Kind, t.Expires = ledger.Hold, expires
	return t
}

func ending(kind ledger.Kind, of uuid.UUID, amount int64) ledger.Transfer {
	return ledger.Transfer{ID: uuid.New(), Kind: kind, Of: of, Amount: amount, Day: model.NoDay, Reason: "test"}
}

func post(t *testing.T, b *ledger.Book, transfers ...ledger.Transfer) []ledger.Entry {
	t.Helper()
	entries, replay, err := b.Post(transfers)
	require.NoError(t, err)
	require.False(t, replay)
	return entries
}

func TestWhatIsRefusedLeavesEverythingAsItWas(t *testing.T) {
	grant := direct("source", "ann", 100)
	held := hold("ann", "bo", 60, noon.Add(time.Hour))
	gone := hold("ann", "bo", 5, time.Time{})
	undone := direct("source", "bo", 7)
	world := func(t *testing.T) *ledger.Book {
		b := book(noon)
		b.Accounts["shut"] = &ledger.Account{ID: "shut", Ledger: "points", Number: 9, Closed: true}
		b.Ledgers["points"] = ledger.Ledger{ID: "points", Zone: time.UTC, ClosedThrough: model.DayOf(noon) - 10}
		post(t, b, grant)
		post(t, b, held)
		post(t, b, gone)
		post(t, b, ending(ledger.Void, gone.ID, 0))
		post(t, b, undone)
		post(t, b, ending(ledger.Reversal, undone.ID, 0))
		return b
	}
	changed := func(t ledger.Transfer, change func(*ledger.Transfer)) ledger.Transfer { change(&t); return t }
	for name, c := range map[string]struct {
		want error
		p    ledger.Posting
	}{
		"more than is there":                 {ledger.ErrInsufficientFunds, ledger.Posting{direct("bo", "ann", 1)}},
		"more than is not held":              {ledger.ErrInsufficientFunds, ledger.Posting{direct("ann", "bo", 41)}},
		"to hold more than is not held":      {ledger.ErrInsufficientFunds, ledger.Posting{hold("ann", "bo", 41, time.Time{})}},
		"the second of two, too much":        {ledger.ErrInsufficientFunds, ledger.Posting{direct("ann", "bo", 40), direct("ann", "bo", 1)}},
		"nothing":                            {ledger.ErrAmountOutOfRange, ledger.Posting{direct("source", "ann", 0)}},
		"less than nothing":                  {ledger.ErrAmountOutOfRange, ledger.Posting{direct("source", "ann", -1)}},
		"more than can be counted":           {ledger.ErrAmountOutOfRange, ledger.Posting{direct("source", "ann", ledger.Most), direct("source", "ann", ledger.Most)}},
		"to itself":                          {model.InvalidField("credit", model.Words{}), ledger.Posting{direct("ann", "ann", 1)}},
		"between ledgers":                    {ledger.ErrLedgersDiffer, ledger.Posting{direct("source", "money", 1)}},
		"an account that is not there":       {model.ErrNotFound, ledger.Posting{direct("source", "nobody", 1)}},
		"a closed account":                   {ledger.ErrAccountClosed, ledger.Posting{direct("source", "shut", 1)}},
		"into a closed period":               {ledger.ErrPeriodClosed, ledger.Posting{changed(direct("source", "ann", 1), func(t *ledger.Transfer) { t.Day = model.DayOf(noon) - 10 })}},
		"the day that counting begins with":  {model.InvalidField("day", model.Words{}), ledger.Posting{changed(direct("source", "ann", 1), func(t *ledger.Transfer) { t.Day = 0 })}},
		"ahead":                              {ledger.ErrDayAhead, ledger.Posting{changed(direct("source", "ann", 1), func(t *ledger.Transfer) { t.Day = model.DayOf(noon) + 1 })}},
		"one id for two":                     {ledger.ErrTransferIDReused, ledger.Posting{changed(grant, func(t *ledger.Transfer) { t.Amount++ })}},
		"one id for two reasons":             {ledger.ErrTransferIDReused, ledger.Posting{changed(grant, func(t *ledger.Transfer) { t.Reason = "other" })}},
		"known and new together":             {ledger.ErrTransferIDReused, ledger.Posting{grant, direct("source", "ann", 1)}},
		"new and known together":             {ledger.ErrTransferIDReused, ledger.Posting{direct("source", "ann", 1), grant}},
		"one id twice in a posting":          {ledger.ErrTransferIDReused, ledger.Posting{changed(direct("source", "ann", 1), func(t *ledger.Transfer) { t.ID = uuid.Max }), changed(direct("source", "bo", 1), func(t *ledger.Transfer) { t.ID = uuid.Max })}},
		"more than the hold":                 {ledger.ErrHoldExceeded, ledger.Posting{ending(ledger.Capture, held.ID, 61)}},
		"nothing of the hold":                {ledger.ErrAmountOutOfRange, ledger.Posting{ending(ledger.Capture, held.ID, 0)}},
		"a hold twice":                       {ledger.ErrHoldSettled, ledger.Posting{ending(ledger.Capture, held.ID, 1), ending(ledger.Void, held.ID, 0)}},
		"a hold that is gone":                {ledger.ErrHoldSettled, ledger.Posting{ending(ledger.Capture, gone.ID, 1)}},
		"what is no hold":                    {ledger.ErrNotAHold, ledger.Posting{ending(ledger.Void, grant.ID, 0)}},
		"a hold that nobody made":            {model.ErrNotFound, ledger.Posting{ending(ledger.Void, uuid.New(), 0)}},
		"to reverse a hold":                  {ledger.ErrNotReversible, ledger.Posting{ending(ledger.Reversal, held.ID, 0)}},
		"to reverse twice":                   {ledger.ErrReversed, ledger.Posting{ending(ledger.Reversal, undone.ID, 0)}},
		"to reverse what is spent":           {ledger.ErrInsufficientFunds, ledger.Posting{ending(ledger.Reversal, grant.ID, 0)}},
		"to hold until before now":           {ledger.ErrHoldExpired, ledger.Posting{hold("ann", "bo", 1, noon)}},
		"a hold that names another":          {model.InvalidField("of", model.Words{}), ledger.Posting{changed(hold("ann", "bo", 1, time.Time{}), func(t *ledger.Transfer) { t.Of = held.ID })}},
		"a capture of nothing in particular": {model.InvalidField("of", model.Words{}), ledger.Posting{ending(ledger.Capture, uuid.Nil, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			b, want := world(t), world(t)
			_, _, err := b.Post(c.p)
			require.ErrorIs(t, err, c.want)
			require.Len(t, b.Taken(), len(want.Taken()))
			require.Equal(t, want.Accounts, b.Accounts)
			require.Len(t, b.Settled, len(want.Settled))
			require.Len(t, b.Kept, len(want.Kept))
		})
	}
}

func TestHoldsAreSettledOnce(t *testing.T) {
	b := book(noon)
	post(t, b, direct("source", "ann", 100))
	h := hold("ann", "bo", 60, noon.Add(time.Hour))
	post(t, b, h)
	require.Equal(t, int64(40), b.Accounts["ann"].Balance.Available())
	require.Equal(t, int64(60), b.Accounts["bo"].Balance.Expected)
	entry := post(t, b, ending(ledger.Capture, h.ID, 25))[0]
	require.Equal(t, ledger.After{Posted: 75}, entry.DebitAfter, "the rest is let go")
	require.Equal(t, int64(75), b.Accounts["ann"].Balance.Available())
	require.Equal(t, int64(25), b.Accounts["bo"].Balance.Available())
	post(t, b, ending(ledger.Reversal, entry.ID, 0))
	require.Equal(t, int64(100), b.Accounts["ann"].Balance.Available())
}

func TestAHoldThatIsOverIsNotCaptured(t *testing.T) {
	b := book(noon)
	post(t, b, direct("source", "ann", 100))
	h := hold("ann", "bo", 60, noon.Add(time.Hour))
	post(t, b, h)
	later := book(noon.Add(time.Hour))
	later.Accounts, later.Kept = b.Accounts, b.Kept
	_, _, err := later.Post(ledger.Posting{ending(ledger.Capture, h.ID, 1)})
	require.ErrorIs(t, err, ledger.ErrHoldExpired)
	post(t, later, ending(ledger.Expiry, h.ID, 0))
	require.Equal(t, int64(100), later.Accounts["ann"].Balance.Available())
}

func TestARetryIsAnsweredWithWhatWasTaken(t *testing.T) {
	b := book(noon)
	p := ledger.Posting{direct("source", "ann", 100), direct("ann", "bo", 30)}
	first := post(t, b, p...)
	post(t, b, direct("ann", "bo", 70))
	p[1].By = "another replica"
	again, replay, err := b.Post(p)
	require.NoError(t, err)
	require.True(t, replay, "although nothing is left to give")
	require.Equal(t, first, again)
	require.Len(t, b.Taken(), 3)
}

func TestTimesOfAnAccountNeverMeet(t *testing.T) {
	b := book(noon)
	b.Accounts["ann"].Balance.Last = noon.Add(time.Second).UnixMicro() // by a clock that was ahead
	var last int64
	for range 5 {
		at := post(t, b, direct("source", "ann", 1))[0].At
		require.Greater(t, at, last)
		last = at
	}
	require.Greater(t, last, noon.Add(time.Second).UnixMicro())
	require.Equal(t, model.DayOf(noon), b.Taken()[0].Day, "noon in London is the same day in Shanghai")
}

func TestADayThatIsLeftOutIsToday(t *testing.T) {
	b := book(noon)
	today := direct("source", "ann", 1)
	require.Equal(t, model.DayOf(noon), post(t, b, today)[0].Day)
	named := today
	for day, want := range map[model.Day]error{model.NoDay: nil, model.DayOf(noon): nil, model.DayOf(noon) - 1: ledger.ErrTransferIDReused, 0: ledger.ErrTransferIDReused} {
		named.Day = day
		_, _, err := b.Post(ledger.Posting{named})
		require.ErrorIs(t, err, want, "%v", day)
	}
}
