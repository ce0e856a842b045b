#!/bin/sh
# Writes a run folder of made-up figures for the report's tests: make-run.sh FOLDER [ROUNDS [SAMPLES]]
# Its own generator and plain arithmetic only, so that every awk writes the same bytes.
set -eu

folder=$1
rounds=${2:-20}
samples=${3:-10}
here=$(dirname "$0")
mkdir -p "$folder"

LC_ALL=C awk -v folder="$folder" -v rounds="$rounds" -v samples="$samples" -f "$here/make-run.awk"
