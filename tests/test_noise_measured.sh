#!/bin/sh
# shellcheck disable=SC2317 # functions are called by check
# `oscost noise`: measures, keeps a whole set or none, and what is known is cited by doctor and reports.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

oscost=$OSCOST_BUILD/oscost
export OSCOST_RESULTS="$TMPDIR/results" LC_ALL=C
# Programs that take no time to ask.
tree "$TMPDIR/tree" "$OSCOST_BUILD/bench/syscall"
oscost=$TMPDIR/tree/oscost
few="--only syscall.getppid --rounds 6"

has() {
	file=$1
	shift
	for pattern; do grep -q -- "$pattern" "$file" || return 1; done
}
lacks() { ! grep -q -- "$2" "$1"; }
set_of() { (cd "$OSCOST_RESULTS/baseline" && ls -d ./*/noise/*); }
no_leftovers() { [ -z "$(find "$OSCOST_RESULTS" -maxdepth 1 -name 'noise-*')" ]; }

check_status 2 "$oscost" noise --show
says 'never measured'
# shellcheck disable=SC2086
check_status 0 "$oscost" noise --runs 3 $few
check "the table" has "$TMPDIR/out" '^  syscall.getppid  *[0-9.]*%' '3 equal runs' 'This machine gates on'
check "three are kept" [ "$(set_of | wc -l)" = 3 ]
check "condensed" grep -q '^run.condensed	yes' "$OSCOST_RESULTS"/baseline/*/noise/*/machine.tsv
check "nothing else is left" no_leftovers
cp "$TMPDIR/out" "$TMPDIR/first"
set_of >"$TMPDIR/set"
check_status 0 "$oscost" noise --show
check "shown again" cmp -s "$TMPDIR/out" "$TMPDIR/first"
check_status 0 "$oscost" baseline list
says 'no runs'

# Cited: by doctor, and by a run, from its own files alone.
check_status 0 env COLUMNS=300 "$oscost" doctor
check "doctor" has "$TMPDIR/out" 'Own noise  *3 A/A runs until'
# shellcheck disable=SC2086
check_status 0 "$oscost" measure $few --no-pictures --out "$TMPDIR/run"
check "in machine.tsv" has "$TMPDIR/run/machine.tsv" '^noise.runs	3' '^noise.gate	' '^noise.worst_case	syscall.getppid'
check "in the report" has "$TMPDIR/run/report.txt" '^noise  *3 A/A runs until'
cp "$TMPDIR/run/report.txt" "$TMPDIR/report.txt"
check_status 0 env OSCOST_BASELINE="$TMPDIR/none" "$oscost" report "$TMPDIR/run"
check "the same without the folder" cmp -s "$TMPDIR/report.txt" "$TMPDIR/run/report.txt"
# Another prefix is another machine, so to say.
# shellcheck disable=SC2086
check_status 0 "$oscost" measure $few --no-pictures --out "$TMPDIR/nice" --under 'nice -n 1'
check "not of this one" lacks "$TMPDIR/nice/machine.tsv" "^noise"
check_status 2 "$oscost" noise --show --under 'nice -n 1'

# Interrupted: the old set stays, and nothing is left.
# shellcheck disable=SC2086
"$oscost" noise --runs 50 $few >/dev/null 2>"$TMPDIR/err" &
pid=$!
sleep 3
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
check "exit status 130" [ "$status" = 130 ]
says 'interrupted: the noise that was known before stays'
set_of >"$TMPDIR/now"
check "it does" cmp -s "$TMPDIR/set" "$TMPDIR/now"
check "nothing is left of it" no_leftovers

# A new set replaces the old one; --out keeps the runs whole.
# shellcheck disable=SC2086
check_status 0 "$oscost" noise --runs 4 $few --out "$TMPDIR/kept"
check "four are kept" [ "$(set_of | wc -l)" = 4 ]
check "none of the old" [ "$(set_of | cat - "$TMPDIR/set" | sort | uniq -d | wc -l)" = 0 ]
check "whole runs" [ -s "$TMPDIR/kept/4/samples.tsv" ]

# One of a set that was broken meanwhile is named, the others speak.
one=$(find "$OSCOST_RESULTS/baseline" -path '*/noise/*/samples.tsv' | head -n 1)
head -c 500 "$one" >"$TMPDIR/cut" && cp "$TMPDIR/cut" "$one"
check_status 0 "$oscost" noise --show
says 'left out: .*samples.tsv:[0-9]*: cut off'
check "three are left" has "$TMPDIR/out" '3 equal runs'

# Wrong use.
check_status 2 "$oscost" noise --runs 2
check_status 2 "$oscost" noise --runs 51
check_status 2 "$oscost" noise more
check_status 2 "$oscost" noise --runs 3 --only 'nothing.*'
check "nothing is left of that" no_leftovers
finish
