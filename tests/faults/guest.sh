#!/bin/sh
# What would change this machine for everybody, in a machine of its own: PUs and cpusets that go away, a hog on the
# sibling, sleep, settings of the kernel that forbid. The scripts of tests/guest/ act while oscost measures.
# time limit: 600 s
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/guest_lib.sh
. "$OSCOST_TOP/tests/guest_lib.sh"
short_tree syscall process ctxsw_pipe

# start SCRIPT ARCH KERNEL [WORD=VALUE…]: the guests run beside each other
start() {
	guest_boot "$@" >"$TMPDIR/$1.log" 2>&1 &
	eval "pid_$1=$!"
}
# arrived SCRIPT: what the guest left is in $at
arrived() {
	at=$TMPDIR/$1
	if eval "wait \"\$pid_$1\""; then return; fi
	sed 's/^/    /' "$TMPDIR/$1.log" >&2
	check "the guest $1 comes to its end" false
	return 1
}
ended() { check "$1: exit status $(cat "$at/$1.status"), wanted $2" test "$(cat "$at/$1.status")" = "$2"; }
told() { check "$1: '$2' is said" grep -q -- "$2" "$at/$1.err"; }

# good NAME CASE…: a run that lost nothing, with figures of these cases
good() {
	name=$1
	shift
	ended "$name" 0
	keeps "$name: whole" whole_run "$at/$name"
	for case; do check "$name: figures of $case" has_figure "$at/$name" "$case"; done
}

# marked NAME CAUSE: counted, and named in table and page
marked() {
	check "$1: $2 is counted" sh -c 'echo "$1" | grep -q "$2 [1-9]"' sh "$(value "$at/$1" run.disturbed)" "$2"
	for file in report.txt report.html; do check "$1: $2 in $file" names_cause "$at/$1/$file" "$2"; done
}

# processes NAME CASE FIRST LAST CAUSE [not]: how many of the processes that these rounds end with have that cause
processes() {
	awk -F '\t' -v name="$2" -v first="$3" -v last="$4" -v cause="$5" -v other="${6:-}" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $1 == name && $3 >= first && $3 <= last { what[$3] = $(at["disturbed"]) }
		END { for (r in what) n += (what[r] ~ "^(" cause ")$") == (other == ""); print n + 0 }' "$at/$1/samples.tsv"
}
# all NAME CASE FIRST LAST CAUSES: every process of these rounds, and there are some, says by which it was disturbed
all() {
	check "$1: $2 in rounds $3 to $4 was $5" test "$(processes "$1" "$2" "$3" "$4" "$5")" -gt 0
	check "$1: no $2 in rounds $3 to $4 was not $5" test "$(processes "$1" "$2" "$3" "$4" "$5" not)" = 0
}
# most NAME CASE CAUSE: of its processes
most() { check "$1: most of $2 was $3" test "$(processes "$1" "$2" 1 99 "$3")" -gt "$(processes "$1" "$2" 1 99 "$3" not)"; }
distrusted() {
	check "$1: $2 is UNSTABLE" test "$(field "$at/$1/summary.tsv" status "case=$2" metric=time unit=ns)" = UNSTABLE
	check "$1: $2 says why" grep -q "$2.*disturbed at every attempt: .*$3" "$at/$1/summary.tsv"
}
number() { cat "$at/$1"; }

offline_and_groups() {
	promise "a PU that is offline is refused in words, another one is measured"
	fault 2
	ended offline.wanted 2
	told offline.wanted 'PU 1 .*offline'
	check "no folder is left" test ! -e "$at/offline.wanted" -a ! -e "$at/offline.wanted.partial"
	good offline.other syscall.getppid process.fork
	check "PU 0 was taken" test "$(value "$at/offline.other" run.cpu)" = 0

	promise "a PU that goes offline during a run: what was measured elsewhere says so and is no figure of it"
	fault 2
	good gone syscall.getppid
	good lost process.fork
	# what was under way may have begun before, or ended behind
	all gone syscall.getppid $(($(number gone.before) + 2)) "$(number gone.after)" offline
	check "gone: there are figures of PU 1 after it came back" \
		test "$(processes gone syscall.getppid $(($(number gone.after) + 2)) 99 'offline|migrated' not)" -gt 0
	all lost process.fork $(($(number lost.before) + 2)) 99 offline
	distrusted lost process.fork offline
	marked gone offline
	marked lost offline

	promise "a cpuset of version 2: the PU outside is refused in words, without a wish the one that is ours is taken"
	fault 2
	good cpuset.ours ctxsw.pipe.process
	check "PU 1 was taken" test "$(value "$at/cpuset.ours" run.cpu)" = 1
	ended cpuset.other 2
	told cpuset.other 'PU 0 is outside'

	promise "a cpuset that takes the PU away during a run: as if it went offline"
	fault
	good cpuset.moved ctxsw.pipe.process
	marked cpuset.moved migrated
	all cpuset.moved ctxsw.pipe.process $(($(number cpuset.moved.before) + 2)) 99 migrated
	distrusted cpuset.moved ctxsw.pipe.process migrated

	promise "a quota (cpu.max) marks the run, doctor names it; a limit of memory costs its own case"
	fault 2
	check "the group was stopped at all" test "$(number nr_throttled)" -gt 0
	good throttled syscall.getppid
	marked throttled throttled
	distrusted throttled syscall.getppid throttled
	check "doctor names the quota" grep -q '0.50 PUs.* worth of time' "$at/doctor.out"
	check "the kernel killed for memory at all" test "$(number oom_kill)" -gt 0
	good memory syscall.getppid
	check "what touches more has FAILED" test "$(field "$at/memory/summary.tsv" status case=process.fork.memory metric=time)" = FAILED
}

sibling() {
	promise "a hog on the sibling of the PU is counted and named, a case's own partner there is not"
	fault
	check "PUs 0 and 1 share a core" test "$(number siblings)" = 0-1
	good sibling.calm syscall.getppid
	# whether the switches are those that belong to it is a matter of how busy the emulator's host is
	for name in ctxsw.pipe.process wake.same_core; do
		check "calm: $name was measured" grep -q "^$name" "$at/sibling.calm/samples.tsv"
	done
	for name in syscall.getppid ctxsw.pipe.process wake.same_core; do
		check "calm: no sibling disturbed $name at every attempt" test "$(processes sibling.calm $name 1 99 sibling)" = 0
	done
	good sibling.busy syscall.getppid ctxsw.pipe.process
	marked sibling.busy sibling
	for name in syscall.getppid ctxsw.pipe.process; do
		most sibling.busy $name sibling
		distrusted sibling.busy $name sibling
	done
}

asleep() {
	promise "a machine that sleeps during a run: the sleep is the cause that is named"
	if ! grep -q mem "$at/states"; then
		not_tried "a sleep: this kernel has none to memory"
		return
	fi
	fault 2
	check "it slept twice" test "$(rows "$at/slept")" = 2
	good suspended syscall.getppid process.fork
	marked suspended suspended
}

# lost NAME: the cases without figures, in one line
lost() { awk -F '\t' 'NR > 2 && $7 != "ok" { print $1, $7 }' "$at/$1/cases.tsv" | sort | tr '\n' ' '; }
# costs NAME WORDS CASE…: these are SKIPPED with these words, and nothing else is lost
costs() {
	name=$1 words=$2
	shift 2
	good "$name" syscall.getppid
	wanted=$(for case; do echo "$case SKIPPED"; done | sort | tr '\n' ' ')
	check "$name costs '$wanted', and not '$(lost "$name")'" test "$(lost "$name")" = "$wanted"
	for case; do check "$name: $case says why" grep -q "^$case	.*SKIPPED	.*$words" "$at/$name/cases.tsv"; done
}
# on SETTING: this kernel has it
on() {
	[ -e "$at/$1" ] && fault && return
	not_tried "${1%.*} = ${1##*.}: this kernel has no such setting"
	return 1
}

settings() {
	promise "what a setting of the kernel forbids is SKIPPED with its reason, as root and as another user; nothing else is"
	traced='inspect.singlestep inspect.syscall_trace'
	ring='syscall.uring.nop'
	io='io_uring_disabled'
	if on io_uring_disabled.1; then
		costs io_uring_disabled.1.root ''
		costs io_uring_disabled.1.nobody "$io" "$ring"
	fi
	if on io_uring_disabled.2; then
		costs io_uring_disabled.2.root "$io" "$ring"
		costs io_uring_disabled.2.nobody "$io" "$ring"
	fi
	for setting in max_user_namespaces.0 unprivileged_userns_clone.0 overcommit_memory.2; do
		on $setting || continue
		[ -n "$long" ] || continue
		costs $setting.root ''
		costs $setting.nobody ''
	done
	# all of them are on here
	if on ptrace_scope.1; then costs ptrace_scope.1.nobody ''; fi
	# shellcheck disable=SC2086
	if on ptrace_scope.2; then
		costs ptrace_scope.2.root ''
		costs ptrace_scope.2.nobody Yama $traced
	fi
	# shellcheck disable=SC2086
	if on ptrace_scope.3; then
		costs ptrace_scope.3.root Yama $traced
		costs ptrace_scope.3.nobody Yama $traced
	fi
}

# counters NAME STATE OF [WORDS]
counters() {
	good "$1" syscall.getppid
	check "$1: counters are $2, and not $(value "$at/$1" counters.state)" test "$(value "$at/$1" counters.state)" = "$2"
	check "$1: they count the $3, and not $(value "$at/$1" counters.of)" test "$(value "$at/$1" counters.of)" = "$3"
	[ -z "${4-}" ] || check "$1: why" sh -c 'echo "$1" | grep -q "$2"' sh "$(value "$at/$1" counters.why)" "$4"
}

paranoia() {
	promise "each level of perf_event_paranoid leaves what it allows and says what it forbids; times are always measured"
	for level in -1 0 1 2 3 4; do
		fault 2
		check "level $level was set" test "$(cat "$at/level.$level")" = $level
		if [ $level = 4 ] || [ -n "$long" ]; then counters root.$level ok PU; fi
		case $level in
		-1 | 0) counters nobody.$level ok PU ;;
		1) counters nobody.$level ok process ;;
		2) counters nobody.$level ok process 'not permitted (kernel.perf_event_paranoid): cycles:k' ;;
		*) counters nobody.$level no-permission none 'not permitted (kernel.perf_event_paranoid)' ;;
		esac
	done
}

# inside KERNEL
inside() {
	x86=no arm=no
	if guest_ready x86_64 "$1"; then
		x86=yes
		# as an AMD its two PUs are no core to Linux 6.1
		start machine x86_64 "$1" smp=2,cores=1,threads=2 cpu=max,vendor=GenuineIntel
		start settings x86_64 "$1"
	else
		not_tried "x86_64, $1: ${reason:-}"
	fi
	if guest_ready aarch64 "$1"; then
		arm=yes
		start counters aarch64 "$1" exact=yes
	else
		not_tried "aarch64, $1: ${reason:-}"
	fi
	if [ $x86 = yes ] && arrived machine; then
		offline_and_groups
		sibling
	fi
	if [ $x86 = yes ] && arrived settings; then
		settings
		asleep
	fi
	if [ $arm = yes ] && arrived counters; then paranoia; fi
}
inside debian:6.12
[ -z "$long" ] || inside debian:6.1
if [ "$checks" = 0 ]; then
	(finish_faults) >/dev/null 2>&1
	echo "no guest can be booted here: ${reason:-}"
	exit 77
fi
finish_faults
