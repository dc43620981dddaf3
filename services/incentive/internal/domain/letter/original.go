package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

// Original is what a customer sent, and by what they are known.
type Original struct {
	// Text is what they wrote; Scan is a picture of it, of a media type.
	Text      string
	Scan      []byte
	MediaType string
	// Names are what the customer is called; Reference is the contact, case or order that they write about.
	Names     []string
	Reference string
	// Source and ID are the name that another system has for the letter; "" where it has none.
	Source, ID string
}

const (
	mostText  = 20000
	mostScan  = 2 << 20 // bytes
	mostNames = 10
	mostName  = 128
)

// check refuses what is no letter.
func (o Original) check() error {
	switch {
	case o.Text == "" && len(o.Scan) == 0:
		return model.InvalidField("original.text", model.Missing)
	case !utf8.ValidString(o.Text), utf8.RuneCountInString(o.Text) > mostText:
		return model.InvalidField("original.text", model.Say("is no text, or too long", "不是文本或过长"))
	case len(o.Scan) > mostScan:
		return model.InvalidField("original.scan", model.Say("is larger than 2 MiB", "超过 2 MiB"))
	case o.MediaType != mediaType(o.Scan):
		return ErrMediaType
	case len(o.Names) > mostNames:
		return model.InvalidField("original.customer_names", model.Say("are more than %d", "超过 %d 个", mostNames))
	}
	for _, name := range o.Names {
		if err := text.Needed("original.customer_names", name, mostName); err != nil {
			return err
		}
	}
	return text.Line("original.contact_reference", o.Reference, mostName)
}

// beginnings are how files of the types begin that are taken.
var beginnings = map[string]string{
	"%PDF-": "application/pdf", "\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff": "image/jpeg", "II*\x00": "image/tiff", "MM\x00*": "image/tiff",
}

// mediaType is what the bytes are, whatever anybody says of them: "" for none, and "unknown" for what is not taken.
func mediaType(scan []byte) string {
	if len(scan) == 0 {
		return ""
	}
	for begins, media := range beginnings {
		if bytes.HasPrefix(scan, []byte(begins)) {
			return media
		}
	}
	return "unknown"
}

// external is the digest of another system's name for a letter to a unit, nil where there is none. Within another unit the same name is
// another letter's: who reaches only a part learns nothing of the names that are taken elsewhere.
func (o Original) external(unit string) []byte {
	if o.ID == "" {
		return nil
	}
	return digest(unit, o.Source, o.ID)
}

// mark is 16 bits of a digest of all that was sent.
func (o Original) mark(channel Channel, received model.Day, language string) uint16 {
	parts := append([]string{
		strconv.Itoa(int(channel)), received.String(), language, o.Text, string(o.Scan), o.MediaType, o.Reference, o.Source, o.ID,
	}, o.Names...)
	return binary.BigEndian.Uint16(digest(parts...))
}

// digest hashes texts so that no two lists of texts have the same digest.
func digest(texts ...string) []byte {
	h := sha256.New()
	for _, one := range texts {
		h.Write(binary.AppendUvarint(nil, uint64(len(one))))
		h.Write([]byte(one))
	}
	return h.Sum(nil)
}

// notAhead refuses a day that has come nowhere on earth.
func notAhead(field string, day model.Day, now time.Time) error {
	if day > model.DayOf(now.UTC())+1 {
		return model.InvalidField(field, model.Say("has not come yet", "尚未到来"))
	}
	return nil
}
