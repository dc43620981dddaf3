package table

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Encoding is how the file's characters are written.
type Encoding string

// The encodings. GB18030 holds GBK and GB2312.
const (
	UTF8    Encoding = "utf-8"
	GB18030 Encoding = "gb18030"
)

var encodings = []Encoding{UTF8, GB18030}

// ParseEncoding reads the name of an encoding; "" is to be detected.
func ParseEncoding(name string) (Encoding, error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "":
		return "", nil
	case "utf-8", "utf8":
		return UTF8, nil
	case "gb18030", "gbk", "gb2312":
		return GB18030, nil
	}
	return "", words.Say(words.UnknownEncoding, name, list(encodings))
}

const bom = "\xef\xbb\xbf"

var (
	workbooks = []string{"PK\x03\x04", "\xd0\xcf\x11\xe0"}
	utf16s    = []string{"\xff\xfe", "\xfe\xff"}
)

// decode makes UTF-8 of the data, with line feeds at the ends of lines. What cannot be decoded becomes U+FFFD.
func decode(data []byte, wanted Encoding) ([]byte, Encoding, *words.Text) {
	refuse := func(key words.Key) ([]byte, Encoding, *words.Text) {
		text := words.Say(key)
		return nil, "", &text
	}
	begins := func(marks []string) bool {
		for _, mark := range marks {
			if bytes.HasPrefix(data, []byte(mark)) {
				return true
			}
		}
		return false
	}
	switch {
	case len(data) == 0:
		return refuse(words.FileIsEmpty)
	case begins(workbooks):
		return refuse(words.FileIsWorkbook)
	case begins(utf16s):
		return refuse(words.FileIsUTF16)
	}
	if wanted == "" {
		wanted = detect(data)
	}
	if wanted == GB18030 {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return refuse(words.NotInEncoding)
		}
		data = decoded
	}
	data = bytes.TrimPrefix(data, []byte(bom))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), wanted, nil
}

// detect tells UTF-8 from GB18030. In a file of UTF-8 with a few broken bytes most characters are still whole: it must not be taken for
// GB18030, which would read it to the end and garble every name. In GB18030 hardly anything is UTF-8 by chance.
func detect(data []byte) Encoding {
	if bytes.HasPrefix(data, []byte(bom)) {
		return UTF8
	}
	whole, broken := 0, 0
	for len(data) > 0 {
		char, size := utf8.DecodeRune(data)
		switch {
		case char == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		data = data[size:]
	}
	if broken > whole {
		return GB18030
	}
	return UTF8
}

// undecoded says whether the cell holds what the encoding could not say.
func undecoded(cell string, encoding Encoding) bool {
	return !utf8.ValidString(cell) || encoding == GB18030 && strings.ContainsRune(cell, utf8.RuneError)
}

func list[T ~string](all []T) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = string(one)
	}
	return strings.Join(texts, ", ")
}
