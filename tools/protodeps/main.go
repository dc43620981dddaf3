// Command protodeps prints the third-party .proto files that Hearth's contract imports.
//
// The files come from the descriptors inside generated Go packages, so the module cache is all it needs: no schema
// registry, and no copy of somebody else's contract in the tree. The only argument is the folder to fill; whatever it
// held before is removed.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-openapiv2/options"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/httpbody"
	_ "google.golang.org/genproto/googleapis/rpc/code"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	_ "google.golang.org/genproto/googleapis/rpc/status"
)

// roots are the folders of the contract's imports; the well-known types under google/protobuf are part of every compiler.
var roots = []string{"buf/validate/", "google/api/", "google/rpc/", "protoc-gen-openapiv2/options/"}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: protodeps <folder>")
		os.Exit(2)
	}
	if err := printAll(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "protodeps:", err)
		os.Exit(1)
	}
}

func printAll(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	var failed error
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if wanted(file.Path()) {
			failed = errors.Join(failed, printFile(folder, file))
		}
		return true
	})
	return failed
}

func wanted(path string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return strings.HasPrefix(path, root) })
}

func printFile(folder string, file protoreflect.FileDescriptor) error {
	path := filepath.Join(folder, filepath.FromSlash(file.Path()))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	printer := protoprint.Printer{Compact: true}
	return errors.Join(printer.PrintProtoFile(file, out), out.Close())
}
