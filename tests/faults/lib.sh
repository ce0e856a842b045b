# What the scripts of faults share. Sourced: . "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2317,SC2119
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

deny=$OSCOST_BUILD/tests/helper_deny
fail=$OSCOST_BUILD/tests/helper_fail
base=$TMPDIR/base
long=${OSCOST_FAULT_LONG:-}
seed=${OSCOST_FAULT_SEED:-1}
unset OSCOST_BASELINE NO_COLOR COLUMNS
export LC_ALL=C.UTF-8 OSCOST_RESULTS="$TMPDIR/results"

promises=0 kept=0 faults=0 kills=0 survived=0 losses=0 untried=0 failures_before=0

settle_promise() {
	[ "$promises" = 0 ] || [ "$failures" -gt "$failures_before" ] || kept=$((kept + 1))
	failures_before=$failures
}

# promise WORDS: what follows is held to it
promise() {
	settle_promise
	promises=$((promises + 1))
	echo "promise: $*"
}

# fault [N]: so many have been produced
fault() { faults=$((faults + ${1:-1})); }

# not_tried REASON: a part that this machine cannot produce
not_tried() {
	untried=$((untried + 1))
	echo "not tried: $*"
}

# keeps WHAT COMMAND...: like check; a failure is something lost or left behind
keeps() {
	lost_before=$failures
	check "$@"
	[ "$failures" = "$lost_before" ] || losses=$((losses + 1))
}

finish_faults() {
	settle_promise
	printf 'promises %d\nkept %d\nfaults %d\nkills %d\nsurvived %d\nlosses %d\nuntried %d\n' "$promises" "$kept" \
		"$faults" "$kills" "$survived" "$losses" "$untried" >>"${OSCOST_FAULT_COUNTS:-/dev/null}"
	finish
}

# A tree with a few benchmarks: a run of it takes a second. short_tree PROGRAM...
short_tree() {
	for program; do
		shift
		set -- "$@" "$OSCOST_BUILD/bench/$program"
	done
	tree "$TMPDIR/tree" "$@"
	oscost=$TMPDIR/tree/oscost
}

# has_figure RUN CASE [COLUMN=VALUE]: measured, and not under a cloud of failure
has_figure() {
	case $(field "$1/summary.tsv" status "case=$2" metric=time "${3-}") in ok | UNSTABLE) ;; *) return 1 ;; esac
	[ "$(field "$1/summary.tsv" samples "case=$2" metric=time "${3-}")" -gt 0 ]
}

# rows FILE: lines of it; 0 where there is none
rows() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }

# value RUN KEY: of machine.tsv
value() { awk -F '\t' -v key="$2" '$1 == key { print $2 }' "$1/machine.tsv"; }

# All that descends from what was started with this in its environment.
mark=oscost-fault-$$
# shellcheck disable=SC2317
nothing_left() {
	looks=0
	while grep -qs "OSCOST_FAULT_MARK=$mark" /proc/[0-9]*/environ; do
		looks=$((looks + 1))
		[ "$looks" -lt 30 ] || return 1
		sleep 0.1
	done
}

# whole_run DIR: the run is readable, and each file that has its final name is what its samples make of it
# shellcheck disable=SC2317
whole_run() {
	rm -rf "$TMPDIR/again"
	cp -r "$1" "$TMPDIR/again" || return 1
	rm -f "$TMPDIR/again"/summary.tsv "$TMPDIR/again"/report.*
	PATH=/nowhere "$oscost" report "$TMPDIR/again" >/dev/null 2>"$TMPDIR/whole.err" </dev/null || return 1
	for file in summary.tsv report.txt; do
		[ ! -e "$1/$file" ] || cmp "$1/$file" "$TMPDIR/again/$file" || return 1
	done
	[ ! -e "$1/report.html" ] || [ "$(tail -c 8 "$1/report.html")" = '</html>' ]
}

# A number from 0 to 999 999, another at every call: in $chance.
draws=0
draw() {
	draws=$((draws + 1))
	chance=$(awk -v seed="$seed" -v n="$draws" 'BEGIN { x = (seed % 2147483000 + 1 + 7919 * n) % 2147483647
		for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
		print int(x / 2147483647 * 1e6) }')
}

# calm RUN: other times in place of those that a busy machine gave, so that there is something to confirm
calm() {
	awk -F '\t' -v OFS='\t' 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 {
			$(at["disturbed"]) = "-"
			if ("core_width" in at)
				$(at["core_width"]) = "-"
			$(at["ns"]) = $(at["ops"]) * (300 + NR * 7919 % 13 / 10)
			$(at["core_cycles"]) = $(at["ops"]) * (900 + NR * 7919 % 13 / 10)
		}
		{ print }' OFMT=%.10g CONVFMT=%.10g "$1/samples.tsv" >"$1/new" && mv "$1/new" "$1/samples.tsv"
}

# A run of here and now in $base, and one that looks three times as dear, $TMPDIR/slow: its gate measures again. Wants
# made_up.sh.
gate_input() {
	rm -rf "$base" "$TMPDIR/real" "$TMPDIR/slow"
	"$oscost" measure --only syscall.getppid --rounds 7 --no-pictures --out "$TMPDIR/real" >/dev/null 2>&1 || return 1
	calm "$TMPDIR/real"
	cp -r "$TMPDIR/real" "$TMPDIR/slow"
	machine "$TMPDIR/slow" run.seed 77
	dearer "$TMPDIR/slow" syscall.getppid 3
	"$oscost" baseline add "$TMPDIR/real" --baseline "$base" >/dev/null 2>&1
}

# Commands that leave files in $TMPDIR/out.d, $TMPDIR/junit.xml and $TMPDIR/summary.md: of exit status $right.
# fresh_out: none of them there, or with the word "old" in those of $old
old='' right=0 point=''
fresh_out() {
	rm -rf "$TMPDIR/out.d" "$TMPDIR/out.d.partial" "$TMPDIR/junit.xml" "$TMPDIR/summary.md"
	[ -z "$old" ] || mkdir "$TMPDIR/out.d"
	for name in $old; do echo old >"$TMPDIR/out.d/$name"; done
}

# good_files COMMAND...: remembers what it leaves when nothing goes wrong
good_files() {
	fresh_out
	check_status "$right" "$@"
	rm -rf "$TMPDIR/good"
	mkdir "$TMPDIR/good"
	find "$TMPDIR/out.d" "$TMPDIR/junit.xml" "$TMPDIR/summary.md" -type f 2>/dev/null | while read -r file; do
		cp "$file" "$TMPDIR/good/"
	done
	check "$2 leaves files" test "$(find "$TMPDIR/good" -type f | wc -l)" -gt 1
}

# whole_files STATUS: none of them is half, and unless the status is 2, none is missing
whole_files() {
	for file in "$TMPDIR"/good/*; do
		name=$(basename "$file")
		case $name in junit.xml | summary.md) at_now=$TMPDIR/$name ;; *) at_now=$TMPDIR/out.d/$name ;; esac
		if [ -e "$at_now" ]; then
			[ "$1" != 2 ] || [ "$(head -c 4 "$at_now")" != old ] || continue
			keeps "$point: $name is whole" cmp -s "$file" "$at_now"
		elif [ "$1" != 2 ]; then
			case $name in
			*.svg | *.png) keeps "$point: a missing picture is said" grep -q picture "$TMPDIR/err" ;;
			*) keeps "$point: exit status $1, and $name is missing" false ;;
			esac
		fi
	done
}

# COMMAND as somebody who is nobody
nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
# others_reach: whether nobody can be, and can start what is to be tested
others_reach() {
	[ "$(id -u)" = 0 ] || return 1
	chmod a+rx "$TMPDIR" "$(dirname "$TMPDIR")"
	nobody "$oscost" version >/dev/null 2>&1
}

# unwrapped FILE REGEX: the text holds it, over the ends of lines too
unwrapped() { tr -s '\n ' '  ' <"$1" | grep -q -- "$2"; }

# names_cause FILE CAUSE: a report says that processes were disturbed by that
names_cause() { unwrapped "$1" "disturbed processes: [a-z0-9, ]*$2 [1-9]"; }
