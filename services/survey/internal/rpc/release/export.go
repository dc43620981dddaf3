package release

import (
	"context"
	"iter"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	norms "github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/comment"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/norm"
	exports "github.com/hearth-culture/hearth/services/survey/internal/rpc/report"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

// ExportRelease writes a release into one file. It reads what GetRelease, ListCells,
// ListComments and ListThemes answer to the same caller, through them.
func (s *releases) ExportRelease(req *surveyv1.ExportReleaseRequest, to grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	ctx := to.Context()
	about, err := s.GetRelease(ctx, &surveyv1.GetReleaseRequest{Name: req.GetName()})
	if err != nil {
		return err
	}
	asks, err := s.read.Instrument(ctx, model.ID(about.GetInstrument()))
	if err != nil {
		return err
	}
	format, err := exports.In(req.GetFormat(), req.GetTable())
	if err != nil {
		return err
	}
	locale := req.GetLanguage()
	if locale == "" {
		locale = refusal.Locale(ctx)
	}
	name := `attachment; filename="release-` + wire.ReleaseOf(req.GetName()) + format.Suffix + `"`
	if err := to.SetHeader(metadata.Pairs("content-disposition", name)); err != nil {
		return err
	}
	file := &pieces{mediaType: format.MediaType, send: to.Send}
	beside, err := norms.Of(ctx, s.read, model.ID(about.GetInstrument()))
	if err != nil {
		return err
	}
	history, err := s.history(ctx, wire.ReleaseOf(req.GetName()))
	if err != nil {
		return err
	}
	err = format.Write(file, released.Release{
		About: about, Instrument: instrument.Proto(asks), Locale: locale,
		Cells: s.cells(ctx, req.GetName()), Comments: s.comments(ctx, req.GetName()), Themes: s.themes(ctx, req.GetName()),
		Norms: norm.Protos(beside), History: history,
	})
	if err != nil {
		return err
	}
	return file.flush()
}

// cellsAtOnce bounds the memory of an export.
const cellsAtOnce = 200

// cells are all that ListCells answers, page by page.
func (s *releases) cells(ctx context.Context, release string) iter.Seq2[*surveyv1.Cell, error] {
	return paged(func(token string) ([]*surveyv1.Cell, string, error) {
		page, err := s.ListCells(ctx, &surveyv1.ListCellsRequest{
			Parent: release, PageSize: cellsAtOnce, PageToken: token, View: surveyv1.CellView_CELL_VIEW_FULL,
		})
		return page.GetCells(), page.GetNextPageToken(), err
	})
}

// comments are all that ListComments answers.
func (s *releases) comments(ctx context.Context, release string) iter.Seq2[*surveyv1.Comment, error] {
	of := comment.Comments{Read: s.read}
	return paged(func(token string) ([]*surveyv1.Comment, string, error) {
		page, err := of.ListComments(ctx, &surveyv1.ListCommentsRequest{Parent: release, PageSize: 1000, PageToken: token})
		return page.GetComments(), page.GetNextPageToken(), err
	})
}

// themes are all that ListThemes answers.
func (s *releases) themes(ctx context.Context, release string) iter.Seq2[*surveyv1.ItemThemes, error] {
	of := comment.Comments{Read: s.read}
	return paged(func(token string) ([]*surveyv1.ItemThemes, string, error) {
		page, err := of.ListThemes(ctx, &surveyv1.ListThemesRequest{Parent: release, PageSize: cellsAtOnce, PageToken: token})
		return page.GetThemes(), page.GetNextPageToken(), err
	})
}

// paged are all things of a listing, page by page.
func paged[M any](page func(token string) (all []M, next string, err error)) iter.Seq2[M, error] {
	return func(yield func(M, error) bool) {
		for token, more := "", true; more; more = token != "" {
			all, next, err := page(token)
			if err != nil {
				var none M
				yield(none, err)
				return
			}
			for _, one := range all {
				if !yield(one, nil) {
					return
				}
			}
			token = next
		}
	}
}

// pieceSize is how much of a file is sent at once, in bytes. What goes wrong before the first piece is full is a refusal like any other.
const pieceSize = 64 << 10

// pieces sends a file piece by piece.
type pieces struct {
	mediaType string
	send      func(*httpbody.HttpBody) error
	kept      []byte
}

// Write keeps what does not fill a piece for the next one.
func (p *pieces) Write(text []byte) (int, error) {
	if p.kept = append(p.kept, text...); len(p.kept) < pieceSize {
		return len(text), nil
	}
	return len(text), p.flush()
}

func (p *pieces) flush() error {
	if len(p.kept) == 0 {
		return nil
	}
	piece := &httpbody.HttpBody{ContentType: p.mediaType, Data: p.kept}
	p.kept = nil // a piece may still be on its way
	return p.send(piece)
}
