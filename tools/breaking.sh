#!/usr/bin/env bash
# Compares the contract with that of the last release: the highest v* tag that HEAD descends from.
set -euo pipefail
cd "$(dirname "$0")/.."

tags=$(git -c versionsort.suffix=- tag --merged HEAD --list 'v*' --sort=-version:refname)
release=${tags%%$'\n'*}
if [ -z "$release" ]; then
	echo "no v* tag is reachable from here: without a release there is nothing to break, and nothing was compared"
	exit 0
fi

base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
git archive "$release" proto | tar -x -C "$base"
# The base needs what git does not hold. Today's workspace and third-party files do: only our own module is compared.
cp buf.yaml "$base"
mkdir "$base/bin"
cp -r bin/proto "$base/bin/proto"
echo "comparing with $release"
bin/buf breaking --against "$base"
