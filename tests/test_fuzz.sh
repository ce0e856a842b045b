#!/bin/sh
# The fuzz harnesses: every seed and everything that was ever found, then some seconds of each with libFuzzer.
# time limit: 900 s
. "$OSCOST_TOP/tests/lib.sh"

export ASAN_OPTIONS=malloc_context_size=5:quarantine_size_mb=1
cd "$OSCOST_TOP/tests/fuzz" || exit 1
for file in fuzz_*.c; do
	name=${file#fuzz_}
	name=${name%.c}
	check "$name has seeds" [ -n "$(ls "corpus/$name" 2>/dev/null)" ]
	check "$name has a dictionary" [ -s "dict/$name.dict" ]
	set -- "corpus/$name"
	[ ! -d "found/$name" ] || set -- "$@" "found/$name"
	check_status 0 "$OSCOST_BUILD/tests/fuzz/$name" "$@"
	check "$name tried its seeds" grep -q '^[1-9][0-9]* inputs$' "$TMPDIR/out"
done
for folder in found/*; do
	check "$folder belongs to a harness" [ -f "fuzz_${folder#found/}.c" ]
done
check 'the seeds stay small' [ "$(du -sk corpus found | awk '{ n += $1 } END { print n }')" -lt 1500 ]
bytes=$(find corpus found -type f -exec cat {} + | wc -c)
check 'the seeds stay below 300 KB' [ "$bytes" -lt 300000 ]
[ "$failures" = 0 ] || finish

if ! sh "$OSCOST_TOP/tests/fuzz_possible.sh"; then
	echo "seeds and findings were tried; clang with libFuzzer is missing (Debian: clang, libclang-rt-dev)"
	exit 77
fi
# As make itself names the build folder: what was compiled before is told by those names to need compiling anew.
make --no-print-directory -s -j "$(nproc)" -C "$OSCOST_TOP" BUILD="${OSCOST_BUILD#"$OSCOST_TOP/"}" fuzz >"$TMPDIR/log" 2>&1 || {
	cat "$TMPDIR/log"
	exit 1
}
# One seed: what fails here is what was changed. `sh tests/fuzz.sh` takes another one each time.
export FUZZ_SEED=1 FUZZ_JOBS
FUZZ_JOBS=$(nproc)
# fuzz SECONDS NAME...
fuzz() {
	sh "$OSCOST_TOP/tests/fuzz.sh" "$@" || failures=$((failures + 1))
	checks=$((checks + 1))
}
# What reads files, a benchmark's output and the command line: for longer where that is asked for.
readers='run summary machine claims derived store wire command'
others=''
for file in fuzz_*.c; do
	name=${file#fuzz_}
	name=${name%.c}
	case " $readers " in *" $name "*) ;; *) others="$others $name" ;; esac
done
# names are words
# shellcheck disable=SC2086
fuzz "${OSCOST_FUZZ_SECONDS:-2}" $readers
# shellcheck disable=SC2086
fuzz 2 $others
finish
