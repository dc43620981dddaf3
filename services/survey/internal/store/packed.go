package store

import (
	"encoding/binary"
	"errors"
)

// pack writes the counts of a cell, column by column: a 0 for one that is hidden, else how many counts there are and each of them.
func pack(columns [][]int64) []byte {
	packed := []byte{}
	for _, counts := range columns {
		packed = binary.AppendUvarint(packed, uint64(len(counts)))
		for _, n := range counts {
			packed = binary.AppendUvarint(packed, uint64(n))
		}
	}
	return packed
}

var errPacked = errors.New("store: counts of a cell that break off")

// unpack reads what pack wrote.
func unpack(packed []byte) (columns [][]int64, err error) {
	next := func() int64 {
		n, read := binary.Uvarint(packed)
		if read <= 0 {
			err, packed = errPacked, nil
			return 0
		}
		packed = packed[read:]
		return int64(n)
	}
	for len(packed) > 0 {
		var counts []int64
		for range next() {
			counts = append(counts, next())
		}
		columns = append(columns, counts)
	}
	return columns, err
}
