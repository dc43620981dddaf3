package identity

import (
	"slices"
	"strings"
)

// favourites are PINs that many people choose and that the rules of WeakPIN do not find: keypad figures, and numbers that sound like
// a phrase in Chinese.
var favourites = []string{
	"112233", "102030", "147258", "147852", "159357", "159753", "258369", "258456", "369258", "741852", "789456", "963852",
	"666888", "888666", "518518", "520131", "521131", "1314520", "5201314", "5211314", "147258369", "159357456", "741852963",
}

// WeakPIN reports whether a PIN is too easy to guess for somebody who knows the staff number: not 6 to 12 digits, one digit or one
// short group repeated, a run up or down, a palindrome, a favourite, or the number itself, forwards or backwards, within or around it.
func WeakPIN(pin, number string) bool {
	return !isPIN(pin) || repeats(pin) || runs(pin) || mirrored(pin) || slices.Contains(favourites, pin) || tellsNumber(pin, number)
}

func isPIN(pin string) bool {
	return len(pin) >= 6 && len(pin) <= 12 && strings.Trim(pin, "0123456789") == ""
}

// repeats finds 111111, 121212, 123123, also cut short as in 1212121.
func repeats(pin string) bool {
	for period := 1; period <= len(pin)/2; period++ {
		if pin[period:] == pin[:len(pin)-period] {
			return true
		}
	}
	return false
}

// runs finds 123456, 987654 and, around the end, 890123.
func runs(pin string) bool {
	for _, step := range []byte{1, 9} {
		run := true
		for i := 1; i < len(pin) && run; i++ {
			run = pin[i]-'0' == (pin[i-1]-'0'+step)%10
		}
		if run {
			return true
		}
	}
	return false
}

func mirrored(pin string) bool { return pin == reverse(pin) }

func tellsNumber(pin, number string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	// Few digits would be found in too many PINs by chance.
	if len(digits) < 4 {
		return false
	}
	for _, one := range []string{pin, reverse(pin)} {
		if strings.Contains(one, digits) || strings.Contains(digits, one) {
			return true
		}
	}
	return false
}

func reverse(text string) string {
	letters := []byte(text)
	slices.Reverse(letters)
	return string(letters)
}
