#!/bin/sh
# Every change of a file fails once, in turn: words and exit status 2, or all of it there; never half a file under its
# final name.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall process
base=$TMPDIR/base

"$fail" 0 EIO "$TMPDIR/log" -- true || { echo "no user notification by seccomp here"; exit 77; }

# failed_at COMMAND...: the changes that it makes when nothing fails
count_changes() {
	"$fail" 0 EIO "$TMPDIR/log" -- "$@" >/dev/null 2>&1 </dev/null
	head -n 1 "$TMPDIR/log"
}

# each STRIDE PREPARE VERIFY COMMAND...: lets each change fail (every STRIDE-th, from a random one, unless LONG)
each() {
	stride=$1
	prepare=$2
	verify=$3
	shift 3
	[ -z "$long" ] || stride=1
	$prepare
	changes=$(count_changes "$@")
	check "$1 $2: it changes files" test "$changes" -gt 0
	draw
	at=$((1 + chance % stride))
	while [ "$at" -le "$changes" ]; do
		error=ENOSPC
		[ $((at % 2)) = 0 ] || error=EIO
		$prepare
		got=0
		"$fail" "$at" "$error" "$TMPDIR/log" -- "$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || got=$?
		point="$2: $error at change $at of $changes, $(sed -n 2p "$TMPDIR/log")"
		[ "$(wc -c <"$TMPDIR/log")" -lt 5 ] || fault
		case $got in
		2) check "$point: words" grep -q '^oscost: ' "$TMPDIR/err" ;;
		0 | 1) ;;
		*) check "$point: exit status $got" false ;;
		esac
		$verify
		at=$((at + stride))
	done
}

# A run is whole under its final name, or readable under the other.
run=$TMPDIR/run
fresh_run() { rm -rf "$run" "$run.partial"; }
verify_run() {
	if [ "$got" = 0 ]; then
		for file in machine cases samples gaps summary; do keeps "$point: $file.tsv" test -s "$run/$file.tsv"; done
		keeps "$point: the page" test -s "$run/report.html" -a -s "$run/report.txt"
	fi
	[ ! -d "$run" ] || keeps "$point: whole" whole_run "$run"
	if [ -d "$run.partial" ] && [ "$(rows "$run.partial/samples.tsv")" -gt 2 ]; then
		keeps "$point: what was measured is readable" whole_run "$run.partial"
	fi
	keeps "$point: nothing half" test -z "$(find "$run" "$run.partial" -name '*.tmp' -o -name 'new' 2>/dev/null)"
}
promise "a run that cannot be written to the end says so, and keeps what it could write"
each 7 fresh_run verify_run "$oscost" measure --only syscall.getppid --rounds 2 --no-pictures --no-counters --out "$run"

made_up "$TMPDIR/one" 18 1
made_up "$TMPDIR/two" 19 2
cp -r "$TMPDIR/two" "$TMPDIR/worse"
machine "$TMPDIR/worse" run.seed 3
machine "$TMPDIR/worse" date 2026-11-20T11:33:00Z
dearer "$TMPDIR/worse" syscall.getppid 1.1
"$oscost" report "$TMPDIR/one" >/dev/null 2>&1
pictures=$(find "$TMPDIR/one" -name '*.svg' | wc -l)

# A report: each file is the old one, the new one, or not there. A picture may be missing if that is said.
fresh_report() {
	rm -rf "$run"
	cp -r "$TMPDIR/one" "$run"
	rm -f "$run"/report.* "$run"/*.svg "$run"/*.png "$run"/summary.tsv
}
verify_report() {
	for file in "$TMPDIR"/one/*; do
		name=$(basename "$file")
		case $name in *.html) continue ;; esac
		[ ! -e "$run/$name" ] || keeps "$point: $name is whole" cmp -s "$file" "$run/$name"
	done
	[ ! -e "$run/report.html" ] || keeps "$point: the page is whole" test "$(tail -c 8 "$run/report.html")" = '</html>'
	if [ "$got" = 0 ]; then
		keeps "$point: all but pictures is there" test -s "$run/summary.tsv" -a -s "$run/report.txt" -a -s "$run/report.html"
		[ "$(find "$run" -name '*.svg' | wc -l)" = "$pictures" ] ||
			keeps "$point: a missing picture is said" grep -q picture "$TMPDIR/err"
	fi
	keeps "$point: no work folder is left" test -z "$(find "$run" -name '.report*')"
}
promise "a report that cannot be written says so; the files that are there are whole"
each 12 fresh_report verify_report "$oscost" report "$run"

# The store: a run is in it or it is not, and it can be added again.
fresh_base() {
	rm -rf "$base"
	"$oscost" baseline add "$TMPDIR/one" --baseline "$base" >/dev/null 2>&1
}
verify_base() {
	stored=$("$oscost" baseline list --baseline "$base" 2>"$TMPDIR/list.err" | grep -c '^  2026')
	keeps "$point: the first run stays, the second is there or not ($stored)" test "$stored" = 2 -o "$stored" = 1
	[ "$got" != 0 ] || keeps "$point: it is there" test "$stored" = 2
	for stored_run in "$base"/*/2*; do
		check "$point: $(basename "$stored_run") is read" "$oscost" compare "$stored_run" "$TMPDIR/one" --format tsv >/dev/null 2>&1
	done
	if [ "$stored" = 1 ]; then
		check_status 0 "$oscost" baseline add "$TMPDIR/two" --baseline "$base"
		keeps "$point: nothing of the first attempt is left" test "$(find "$base" -mindepth 2 -maxdepth 2 -type d | wc -l)" = 2
	fi
}
promise "a baseline has a run whole or not at all, and takes it at the next attempt"
each 2 fresh_base verify_base "$oscost" baseline add "$TMPDIR/two" --baseline "$base"

# Comparison and gate: the same files as without a fault, or none.
rm -rf "$base"
"$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" --baseline "$base" >/dev/null 2>&1
fresh_out() { rm -rf "$TMPDIR/out.d" "$TMPDIR/junit.xml" "$TMPDIR/summary.md"; }
verify_out() {
	for file in "$good"/*; do
		name=$(basename "$file")
		case $name in junit.xml | summary.md) at_now=$TMPDIR/$name ;; *) at_now=$TMPDIR/out.d/$name ;; esac
		if [ -e "$at_now" ]; then
			keeps "$point: $name is whole" cmp -s "$file" "$at_now"
		elif [ "$got" = "$right" ]; then
			case $name in
			*.svg | *.png) keeps "$point: a missing picture is said" grep -q picture "$TMPDIR/err" ;;
			*) keeps "$point: exit status $got, and $name is missing" false ;;
			esac
		fi
	done
	case $got in 2 | "$right") ;; *) check "$point: exit status $got" false ;; esac
}
# keep_good STATUS COMMAND...: what it leaves without a fault
keep_good() {
	right=$1
	shift
	fresh_out
	check_status "$right" "$@"
	good=$TMPDIR/good
	rm -rf "$good"
	mkdir "$good"
	for file in "$TMPDIR"/out.d/* "$TMPDIR/junit.xml" "$TMPDIR/summary.md"; do
		[ ! -e "$file" ] || cp "$file" "$good/"
	done
	check "$2 leaves files" test "$(find "$good" -type f | wc -l)" -gt 2
}
promise "what compare and check leave is whole or not there, and check passes nothing that it could not write"
set -- "$oscost" compare "$TMPDIR/one" "$TMPDIR/worse" --out "$TMPDIR/out.d" --no-pictures
keep_good 0 "$@"
each 2 fresh_out verify_out "$@"
set -- "$oscost" check "$TMPDIR/worse" --baseline "$base" --no-confirm --out "$TMPDIR/out.d" --no-pictures --junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/summary.md"
keep_good 1 "$@"
each 2 fresh_out verify_out "$@"
finish_faults
