#!/bin/sh
# Every case measures something real: a tiny run of all of them, its records checked line by line.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
run=$TMPDIR/run

check_status 0 "$OSCOST_BUILD/oscost" measure --rounds 2 --seed 7 --no-pictures --out "$run"
for file in machine.tsv cases.tsv samples.tsv gaps.tsv summary.tsv report.txt; do
	check "$file is there" test -s "$run/$file"
done
check "no half-written file" test -z "$(find "$run" -name '*.tmp')"
check "the temporary name is gone" test ! -e "$run.partial"

value() { awk -F '\t' -v key="$1" '$1 == key { print $2 }' "$run/machine.tsv"; }
check "complete" test "$(value run.complete)" = yes
check "seed is recorded" test "$(value run.seed)" = 7
check "rounds are recorded" test "$(value run.rounds)" = 2

# Each case that is not skipped has samples in both rounds, in one at least if it waits for a tick to hit it; each
# that is, a reason.
awk -F '\t' '
	FNR == 2 { delete at; for (i = 1; i <= NF; i++) at[$i] = i }
	FNR <= 2 { next }
	FILENAME ~ /samples/ { seen[$1 "\t" $2 "\t" $(at["round"])] = 1; next }
	{
		if ($(at["status"]) == "ok" && $1 !~ /^timer\.(tick|other)/) {
			found = (($1 "\t" $2 "\t" 1) in seen) + (($1 "\t" $2 "\t" 2) in seen)
			if (found < ($1 ~ /^indirect\.tick/ ? 1 : 2)) {
				print $1 ":" $2 " has samples in " found " of 2 rounds"; bad = 1
			}
		} else if ($(at["status"]) == "SKIPPED" && $(at["reason"]) == "-") {
			print $1 " is skipped without a reason"; bad = 1
		} else if ($(at["status"]) == "FAILED") { print; bad = 1 }
	}
	END { exit bad }' "$run/samples.tsv" "$run/cases.tsv" >"$TMPDIR/gaps" 2>&1
check "samples of every case: $(cat "$TMPDIR/gaps")" test ! -s "$TMPDIR/gaps"

# The proof of events, over the operations that were timed.
per_op() {
	awk -F '\t' -v name="$1" -v event="$2" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		$1 == name { ops += $(at["ops"]); n += $(at[event]) }
		END { printf "%.2f", ops ? n / ops : -1 }' "$run/samples.tsv"
}
# Another task may run now and then: 2% as everywhere.
# shellcheck disable=SC2317
near() { awk -v x="$1" -v wanted="$2" 'BEGIN { exit !(x >= wanted - .02 * (wanted > 1 ? wanted : 1) && x <= wanted + .02 * (wanted > 1 ? wanted : 1)) }'; }
check "two switches a round trip" near "$(per_op ctxsw.pipe.process switches)" 2.00
check "two switches a round trip of threads" near "$(per_op ctxsw.pipe.thread switches)" 2.00
check "none alone" near "$(per_op ctxsw.pipe.self switches)" 0.00
check "one child a fork" near "$(per_op process.fork_exit_wait children)" 1.00
check "one child an exec" near "$(per_op process.fork_exec_wait children)" 1.00
check "one signal" near "$(per_op signal.self signals)" 1.00
check "none by the check alone" near "$(per_op signal.check signals)" 0.00
for name in syscall.getppid syscall.getpid.libc syscall.getpid.wrapper syscall.nosys; do
	case $(field "$run/cases.tsv" status "case=$name") in
	ok) check "$name enters the kernel once" near "$(per_op $name syscalls)" 1.00 ;;
	esac
done
check "a function call does not" near "$(per_op call.function syscalls)" 0.00
check "nor does the vDSO" near "$(per_op clock.vdso syscalls)" 0.00

# Two rounds are too few for an interval: said, not invented.
check "no interval of two processes" test "$(field "$run/summary.tsv" lo case=syscall.getppid metric=time unit=ns)" = -

# The same files give the same bytes.
cp "$run/summary.tsv" "$TMPDIR/summary" && cp "$run/report.txt" "$TMPDIR/report"
check_status 0 "$OSCOST_BUILD/oscost" report "$run"
check "summary again" cmp -s "$run/summary.tsv" "$TMPDIR/summary"
check "report again" cmp -s "$run/report.txt" "$TMPDIR/report"

# The same seed gives the same order of processes.
order() { awk -F '\t' 'NR > 2 { print $3, $1, $2 }' "$1/samples.tsv" | uniq; }
check_status 0 "$OSCOST_BUILD/oscost" measure --rounds 1 --seed 7 --no-pictures --only 'syscall.*' --out "$TMPDIR/a"
check_status 0 "$OSCOST_BUILD/oscost" measure --rounds 1 --seed 7 --no-pictures --only 'syscall.*' --out "$TMPDIR/b"
order "$TMPDIR/a" >"$TMPDIR/order_a"
order "$TMPDIR/b" >"$TMPDIR/order_b"
check "order of a seed" cmp -s "$TMPDIR/order_a" "$TMPDIR/order_b"
check "only what was asked for" test -z "$(awk -F '\t' 'NR > 2 && $1 !~ /^syscall\./' "$TMPDIR/a/samples.tsv")"

# A derived figure is listed with what it is made of, and asking for it measures that.
check_status 0 "$OSCOST_BUILD/oscost" list --only ctxsw.direct.process
check "derived from" grep -q "derived: ctxsw.pipe.process / 2 - ctxsw.pipe.self" "$TMPDIR/out"
check_status 2 "$OSCOST_BUILD/oscost" list --only 'nothing.*'
check_status 0 "$OSCOST_BUILD/oscost" measure --rounds 1 --only ctxsw.direct.process --no-pictures --out "$TMPDIR/derived"
check "its cases and nothing else" test "$(cut -f 1 "$TMPDIR/derived/cases.tsv" | sed 1,2d | sort | tr '\n' ' ')" = "ctxsw.pipe.process ctxsw.pipe.self "
check "the figure itself" grep -q '^ctxsw.direct.process	' "$TMPDIR/derived/summary.tsv"
finish
