package rpc

import (
	"context"
	"iter"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	exports "github.com/hearth-culture/hearth/services/survey/internal/rpc/report"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// ExportRelease writes a release into one file. It reads what GetRelease and ListCells answer to the same caller, through them.
func (s *releases) ExportRelease(req *surveyv1.ExportReleaseRequest, to grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	ctx := to.Context()
	about, err := s.GetRelease(ctx, &surveyv1.GetReleaseRequest{Name: req.GetName()})
	if err != nil {
		return err
	}
	instrument, err := s.read.Instrument(ctx, model.ID(about.GetInstrument()))
	if err != nil {
		return err
	}
	format, err := exports.In(req.GetFormat())
	if err != nil {
		return err
	}
	locale := req.GetLanguage()
	if locale == "" {
		locale = refusal.Locale(ctx)
	}
	name := `attachment; filename="release-` + releaseOf(req.GetName()) + format.Suffix + `"`
	if err := to.SetHeader(metadata.Pairs("content-disposition", name)); err != nil {
		return err
	}
	file := &pieces{mediaType: format.MediaType, send: to.Send}
	err = format.Write(file, released.Release{
		About: about, Instrument: instrumentProto(instrument), Cells: s.cells(ctx, req.GetName()), Locale: locale,
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
	return func(yield func(*surveyv1.Cell, error) bool) {
		request := &surveyv1.ListCellsRequest{Parent: release, PageSize: cellsAtOnce, View: surveyv1.CellView_CELL_VIEW_FULL}
		for {
			page, err := s.ListCells(ctx, request)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, cell := range page.GetCells() {
				if !yield(cell, nil) {
					return
				}
			}
			if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
				return
			}
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
