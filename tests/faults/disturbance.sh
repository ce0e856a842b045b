#!/bin/sh
# Others on the PU, a CPU quota, a clock that is set: detected by its cause, counted, named, and never a regression.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall process ctxsw_pipe timer_preempt
cases='--only syscall.getppid --only process.fork --only ctxsw.pipe.process'

# marked RUN CAUSE: the run says by what it was disturbed, in its table and page too
marked() {
	check "$2: counted in machine.tsv" sh -c 'echo "$1" | grep -q "$2 [1-9]"' sh "$(value "$1" run.disturbed)" "$2"
	check "$2: named in the table" names_cause "$1/report.txt" "$2"
	check "$2: named in the page" names_cause "$1/report.html" "$2"
}
# distrusted RUN CASE: no figure of it is presented as a fact
distrusted() {
	case $(field "$1/summary.tsv" status "case=$2" metric=time unit=ns) in
	UNSTABLE | INVALID | FAILED) ;;
	*) check "$2 is neither UNSTABLE nor INVALID" false ;;
	esac
}

# Half of the PU, by turns that are shorter than any process.
# undisturbed RUN CASE: processes
undisturbed() {
	awk -F "\t" -v name="$2" 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $1 == name { last[$3] = $(at["disturbed"]) } END { for (r in last) n += last[r] == "-"; print n + 0 }' "$1/samples.tsv"
}

promise "a CPU quota that stops the benchmarks marks the run: nothing in it is presented as fact"
cpu=/sys/fs/cgroup/cpu$(awk -F: '$2 ~ /(^|,)cpu(,|$)/ { print $3 }' /proc/self/cgroup | sed 's,/$,,')
group=$cpu/oscost-fault-$$
quota=no
within='echo $$ >"$1/cgroup.procs"; shift; exec "$@"'
if mkdir "$group" 2>/dev/null && echo 20000 >"$group/cpu.cfs_period_us" && echo 10000 >"$group/cpu.cfs_quota_us"; then
	quota=yes
	fault
	# shellcheck disable=SC2086
	check_status 0 sh -c "$within" sh "$group" "$oscost" measure $cases --rounds 7 --no-pictures --out "$TMPDIR/throttled"
	check "throttled: the group was stopped at all" test "$(awk '$1 == "nr_throttled" { print $2 }' "$group/cpu.stat")" -gt 0
	marked "$TMPDIR/throttled" throttled
	for name in syscall.getppid process.fork ctxsw.pipe.process; do
		# of its last processes, those that nothing stopped; three of seven leave the median to the others
		[ "$(undisturbed "$TMPDIR/throttled" $name)" -gt 3 ] || distrusted "$TMPDIR/throttled" $name
	done
	check_status 0 sh -c "$within" sh "$group" "$oscost" doctor
	check "doctor names the quota" grep -qi 'quota' "$TMPDIR/out"
else
	not_tried "a CPU quota: there is no cpu hierarchy of version 1 to write here"
fi

promise "check gives no REGRESSED from a run whose processes a named cause disturbed, and says why"
if [ "$quota" = yes ]; then
	fault 2
	# a baseline of the same machine, made calm and so cheap that no scatter of a throttled run reaches it
	cp -r "$TMPDIR/throttled" "$TMPDIR/calm"
	machine "$TMPDIR/calm" run.seed 1
	awk -F '\t' -v OFS='\t' 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 { $(at["disturbed"]) = $(at["core_width"]) = "-"; $(at["ns"]) /= 20; $(at["core_cycles"]) /= 20 } { print }' OFMT=%.10g CONVFMT=%.10g \
		"$TMPDIR/throttled/samples.tsv" >"$TMPDIR/calm/samples.tsv"
	cp -r "$TMPDIR/throttled" "$TMPDIR/unmarked"
	machine "$TMPDIR/unmarked" run.seed 2
	awk -F '\t' -v OFS='\t' 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i } NR > 2 { $(at["disturbed"]) = $(at["core_width"]) = "-" } { print }' \
		"$TMPDIR/throttled/samples.tsv" >"$TMPDIR/unmarked/samples.tsv"
	check_status 0 "$oscost" baseline add "$TMPDIR/calm" --baseline "$TMPDIR/base"
	check_status 0 "$oscost" check "$TMPDIR/throttled" --baseline "$TMPDIR/base" --only syscall.getppid --no-pictures --no-confirm --out "$TMPDIR/gate"
	check "the cause is in the verdict's words" unwrapped "$TMPDIR/out" "disturbed at every attempt ([a-z, ]*throttled"
	check "in the file for programs" grep -q "INCONCLUSIVE.*disturbed at every attempt ([a-z, ]*throttled" "$TMPDIR/gate/compare.tsv"
	check_status 3 "$oscost" check "$TMPDIR/throttled" --baseline "$TMPDIR/base" --only syscall.getppid --no-pictures --no-confirm --out "$TMPDIR/gate" --strict
	# the same figures without the marks are a regression: the marks decide
	check_status 1 "$oscost" check "$TMPDIR/unmarked" --baseline "$TMPDIR/base" --only syscall.getppid --no-pictures --no-confirm --out "$TMPDIR/gate"
	[ ! -d "$group" ] || rmdir "$group" 2>/dev/null || { sleep 1; rmdir "$group"; }
else
	not_tried "check on a throttled run: no quota"
fi

promise "a hog on the PU is detected, counted and named; what it touches is UNSTABLE or INVALID"
fault
target=$(($(nproc) - 1))
taskset -c "$target" sh -c 'while :; do :; done' &
hog=$!
# shellcheck disable=SC2086
check_status 0 "$oscost" measure $cases --only timer.preempt:0 --rounds 7 --no-pictures --cpu "$target" --out "$TMPDIR/hogged"
kill "$hog"
wait "$hog" 2>/dev/null
marked "$TMPDIR/hogged" preempted
# the second takes long turns, in which it is switched out only a few times
for name in syscall.getppid timer.preempt; do
	check "$name: most of its processes are marked" test "$(undisturbed "$TMPDIR/hogged" $name)" -le 3
	distrusted "$TMPDIR/hogged" $name
done

promise "a wall clock that is set during a run, forth and back, changes no time and loses nothing"
fault
check_status 0 env LD_PRELOAD="$OSCOST_BUILD/tests/shim_clock.so" "$oscost" measure --only syscall.getppid --rounds 6 --no-pictures --out "$TMPDIR/stepped"
check "figures" has_figure "$TMPDIR/stepped" syscall.getppid
check "nothing is negative" absent '	-[0-9]' "$TMPDIR/stepped/samples.tsv"
check "the run took seconds, not hours" test "$(value "$TMPDIR/stepped" run.measuring_s | cut -d . -f 1)" -lt 120
check "its calibration is sound" sh -c 'awk -v a="$1" -v b="$2" "BEGIN { exit !(a / b > .99 && a / b < 1.01) }"' sh \
	"$(value "$TMPDIR/stepped" clock.ns_per_tick)" "$(value "$TMPDIR/hogged" clock.ns_per_tick)"
check_status 0 env LD_PRELOAD="$OSCOST_BUILD/tests/shim_clock.so" "$oscost" baseline add "$TMPDIR/stepped" --baseline "$TMPDIR/stepped.base"

promise "steal time is a cause, too: see tests/test_plan.c; a suspended machine and a hog on the sibling: see guest.sh"
fault
check "that test passes" "$OSCOST_BUILD/tests/test_plan"
not_tried "steal time for real: a guest cannot make it; its readings are tested with made-up ones"
finish_faults
