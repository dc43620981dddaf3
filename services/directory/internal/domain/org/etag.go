package org

import "strconv"

// Etag names a version.
func Etag(version int64) string { return strconv.FormatInt(version, 10) }
