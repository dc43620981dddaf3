package score

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is a number in billionths. All figures of a round are such whole numbers, so that every program that computes one again gets the
// same to the last digit, which no two libraries promise of floating point.
type Decimal int64

// One is 1.
const One Decimal = 1_000_000_000

const places = 9

// ParseDecimal reads "4.37": digits with a dot, at most nine behind it and less than nine billion.
func ParseDecimal(text string) (Decimal, error) {
	whole, part, _ := strings.Cut(text, ".")
	if len(part) > places {
		return 0, fmt.Errorf("%q has more than nine decimals", text)
	}
	digits := whole + part + strings.Repeat("0", places-len(part))
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || strings.TrimLeft(whole, "+-") == "" {
		return 0, fmt.Errorf("%q is no decimal number below nine billion", text)
	}
	return Decimal(value), nil
}

// String writes nine digits behind the dot.
func (d Decimal) String() string {
	sign, size := "", uint64(d)
	if d < 0 {
		sign, size = "-", -size
	}
	return fmt.Sprintf("%s%d.%09d", sign, size/uint64(One), size%uint64(One))
}

// MarshalText writes what String does: a number in JSON would be rounded by whoever reads it.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDecimal does.
func (d *Decimal) UnmarshalText(text []byte) error {
	value, err := ParseDecimal(string(text))
	*d = value
	return err
}

// rounded is a number as a decimal, rounded to the nearest; halves go to the even one. It must be below nine billion, as all that is
// computed from counts and values up to Most is.
func rounded(number *big.Rat) Decimal {
	n := new(big.Int).Mul(number.Num(), big.NewInt(int64(One)))
	whole, rest := new(big.Int).DivMod(n, number.Denom(), new(big.Int)) // rounds down, below nothing too
	switch rest.Lsh(rest, 1).Cmp(number.Denom()) {
	case 1:
		whole.Add(whole, big.NewInt(1))
	case 0:
		whole.Add(whole, big.NewInt(int64(whole.Bit(0))))
	}
	return Decimal(whole.Int64())
}

// quotient is numerator/denominator, rounded. The denominator is above 0.
func quotient(numerator, denominator int64) Decimal {
	return rounded(big.NewRat(numerator, denominator))
}
