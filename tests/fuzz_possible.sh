#!/bin/sh
# Succeeds where clang (or FUZZ_CC) links libFuzzer with the sanitizers.
set -u
scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-fuzz.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
echo 'int LLVMFuzzerTestOneInput(const char *data, long size) { return data && size < 0; }' >"$scratch/a.c"
${FUZZ_CC:-clang} -fsanitize=fuzzer,address,undefined -o "$scratch/a" "$scratch/a.c" >/dev/null 2>&1
