package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protojson"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// hearth is where one is served, and the token with which it is asked.
type hearth struct{ grpc, http, token string }

// request asks for all figures of a release: its fifty cells are one page.
func request(survey string) *surveyv1.ListCellsRequest {
	return &surveyv1.ListCellsRequest{Parent: survey + "/release", PageSize: 1000, View: surveyv1.CellView_CELL_VIEW_FULL}
}

func (h hearth) overGRPC(ctx context.Context, survey string) (*surveyv1.ListCellsResponse, error) {
	conn, err := grpc.NewClient(h.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+h.token)
	return surveyv1.NewReleaseServiceClient(conn).ListCells(ctx, request(survey))
}

func (h hearth) overREST(ctx context.Context, survey string) (*surveyv1.ListCellsResponse, error) {
	url := fmt.Sprintf("http://%s/survey/v1/%s/release/cells?pageSize=1000&view=CELL_VIEW_FULL", h.http, survey)
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	asked.Header.Set("Authorization", "Bearer "+h.token)
	got, err := http.DefaultClient.Do(asked)
	if err != nil {
		return nil, err
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, err
	}
	if got.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", got.Status, text)
	}
	page := &surveyv1.ListCellsResponse{}
	return page, protojson.Unmarshal(text, page)
}

func (h hearth) overConnect(ctx context.Context, survey string) (*surveyv1.ListCellsResponse, error) {
	client := connect.NewClient[surveyv1.ListCellsRequest, surveyv1.ListCellsResponse](
		http.DefaultClient, "http://"+h.http+surveyv1.ReleaseService_ListCells_FullMethodName)
	asked := connect.NewRequest(request(survey))
	asked.Header().Set("Authorization", "Bearer "+h.token)
	got, err := client.CallUnary(ctx, asked)
	if err != nil {
		return nil, err
	}
	return got.Msg, nil
}

// figures are what one route shows of a survey. What it does not show is not in it.
type figures map[figure]float64

func (f figures) add(of, what string, value *float64) {
	if value != nil {
		f[figure{of, what}] = *value
	}
}

// ofCells are the figures in answers of the API: the first cell is everybody.
func ofCells(page *surveyv1.ListCellsResponse, scales map[string]int) figures {
	f := figures{}
	for i, cell := range page.GetCells() {
		for _, c := range cell.GetConstructs() {
			if i > 0 {
				f.add(c.GetConstruct(), cell.GetUnitCode(), c.Mean)
				continue
			}
			of := c.GetConstruct()
			if c.WholeSheets != nil {
				f[figure{of, people}] = float64(c.GetWholeSheets())
			}
			f.add(of, mean, c.Mean)
			f.add(of, sd, c.Sd)
			f.add(of, alpha, c.Alpha)
			f.add(of, icc1, c.Icc1)
			f.add(of, icc1Unequal, c.Icc1Unequal)
			f.add(of, icc2, c.Icc2)
		}
		if i > 0 {
			continue
		}
		for _, item := range cell.GetItems() {
			if !item.GetHidden() {
				f.count(item.GetItem(), item.GetCounts(), scales)
			}
		}
	}
	return f
}

// count adds the answers to an item to those of its construct.
func (f figures) count(item string, counts []int64, scales map[string]int) {
	construct := strings.TrimRight(item, "0123456789")
	for option, n := range counts {
		value := scales[construct] + option
		f[figure{construct, given}] += float64(n)
		if value >= 4 {
			f[figure{construct, atLeastFour}] += float64(n)
		}
		if value >= 3 {
			f[figure{construct, atLeastThree}] += float64(n)
		}
	}
}

// ofTable are the figures in a table that hearth survey export has written.
func ofTable(path string, scales map[string]int) (figures, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		return nil, err
	}
	f := figures{}
	for _, row := range rows[1:] {
		at := map[string]string{}
		for i, heading := range rows[0] {
			at[heading] = row[i]
		}
		names := map[string]string{"mean": at["unit_code"]}
		if at["parent"] == "" {
			names = map[string]string{"whole_sheets": people, "mean": mean, "sd": sd, "alpha": alpha, "icc1": icc1, "icc1_unequal": icc1Unequal, "icc2": icc2}
		}
		switch {
		case at["kind"] == "construct":
			for column, what := range names {
				if value, err := strconv.ParseFloat(at[column], 64); err == nil { // empty where nothing is shown
					f[figure{at["id"], what}] = value
				}
			}
		case at["kind"] == "item" && at["parent"] == "":
			var counts []int64
			for text := range strings.FieldsSeq(at["counts"]) {
				n, err := strconv.ParseInt(text, 10, 64)
				if err != nil {
					return nil, err
				}
				counts = append(counts, n)
			}
			f.count(at["id"], counts, scales)
		}
	}
	return f, nil
}
