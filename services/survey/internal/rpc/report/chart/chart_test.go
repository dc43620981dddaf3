package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func draw(t *testing.T, name string, data any) string {
	t.Helper()
	all, err := Add(template.New(""))
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, all.ExecuteTemplate(&out, name, data))
	return out.String()
}

// texts are what a picture says in words, outside of tags. That it is XML comes with it.
func texts(t *testing.T, picture string) (all []string) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader([]byte(picture)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		if text, ok := token.(xml.CharData); ok && len(bytes.TrimSpace(text)) > 0 {
			all = append(all, string(text))
		}
	}
}

func TestStack(t *testing.T) {
	title := "<b>\u202e" + `"&`
	stack := NewStack(title, []int64{1, 0, 9, 90}, Steps(4))
	require.Equal(t, []float64{0, 3, 30}, []float64{stack.Parts[0].X, stack.Parts[1].X, stack.Parts[2].X})
	require.Equal(t, []float64{3, 27, 270}, []float64{stack.Parts[0].Width, stack.Parts[1].Width, stack.Parts[2].Width})
	require.Equal(t, []string{title, "9%", "90%"}, texts(t, draw(t, "stack", stack)), "a part of one in a hundred has no room")
}

func TestAStackOfNobody(t *testing.T) {
	require.Equal(t, []string{"none"}, texts(t, draw(t, "stack", NewStack("none", []int64{0, 0}, Steps(2)))))
}

func TestInterval(t *testing.T) {
	one := Interval{Title: "50%", Low: 0, Rate: .5, High: 1}
	require.Equal(t, []float64{6, 150, 294}, []float64{one.From(), one.At(), one.To()})
	require.Equal(t, []string{"50%"}, texts(t, draw(t, "interval", one)))
}

func TestFavourableOptionsAreBlueInBothDirections(t *testing.T) {
	yes, no := []bool{false, false, false, true, true}, []bool{true, true, false, false, false}
	up := Favour(yes, no)
	require.Equal(t, []Paint{bad[0], bad[2], between, good[0], good[2]}, up)
	down := Favour(no, yes)
	for i := range up {
		require.Equal(t, up[i], down[len(down)-1-i])
	}
	require.Equal(t, between, Favour([]bool{false, true}, []bool{false, false})[0])
}

func TestWordsOnPaintCanBeRead(t *testing.T) {
	for _, paints := range [][]Paint{good, bad, apart, ordered, {between}} {
		for _, paint := range paints {
			a, b := luminance(t, paint.Fill), luminance(t, paint.Ink)
			require.GreaterOrEqual(t, (max(a, b)+.05)/(min(a, b)+.05), 4.5, paint.Fill)
		}
	}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	value, err := strconv.ParseUint(colour[1:], 16, 32)
	require.NoError(t, err)
	part := func(shift uint) float64 {
		c := float64(value>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*part(16) + .7152*part(8) + .0722*part(0)
}
