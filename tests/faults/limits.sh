#!/bin/sh
# Too little of something: words, what could be measured, nothing lost.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
short_tree syscall process
run=$TMPDIR/run

# limited RESOURCE=VALUE: what became of a short run: 0 with figures, or 2 with words; never anything else
limited() {
	rm -rf "$run" "$run.partial"
	# standard error is a pipe here: a file could not be written either
	{
		got=0
		prlimit "--$1" "$oscost" measure --rounds 2 --only syscall.getppid --only process.fork --no-pictures --out "$run" \
			>"$TMPDIR/out" </dev/null || got=$?
		echo "$got" >"$TMPDIR/status"
	} 2>&1 | cat >"$TMPDIR/err"
	read -r got <"$TMPDIR/status"
	case $got in
	0)
		check "$1: figures" has_figure "$run" syscall.getppid
		keeps "$1: whole" whole_run "$run"
		;;
	2) check "$1: words" grep -q '^oscost: ..' "$TMPDIR/err" ;;
	127) not_tried "$1: the loader itself cannot start under it" ;;
	*)
		sed 's/^/    /' "$TMPDIR/err" >&2
		check "$1: exit status $got" false
		;;
	esac
	if [ -d "$run.partial" ] && [ "$(rows "$run.partial/samples.tsv")" -gt 2 ]; then
		keeps "$1: what was measured is readable" whole_run "$run.partial"
	fi
}

promise "a limit of files, memory, file size or processes ends in figures or in words, never in a crash"
for limit in nofile=4 nofile=6 nofile=8 nofile=12 nofile=64 fsize=0 fsize=100 fsize=5000 fsize=20000 \
	as=20000000 as=60000000 as=200000000 stack=65536 data=3000000 memlock=0; do
	fault
	limited "$limit"
done

promise "a small memory cgroup, too, and a process that the kernel kills for memory costs its own case only"
memory=$(awk -F: '$2 == "memory" { print $3 }' /proc/self/cgroup)
group=/sys/fs/cgroup/memory${memory:-/}/oscost-fault-$$
within='echo $$ >"$1/cgroup.procs"; shift; exec "$@"'
if [ -n "$memory" ] && mkdir "$group" 2>/dev/null && echo 12000000 >"$group/memory.limit_in_bytes" 2>/dev/null; then
	fault
	tree "$TMPDIR/touching" "$OSCOST_BUILD/bench/fork_memory" "$OSCOST_BUILD/bench/syscall"
	check_status 0 sh -c "$within" sh "$group" "$TMPDIR/touching/oscost" measure --rounds 2 --no-counters --only 'process.fork.memory*' \
		--only syscall.getppid --no-pictures --out "$TMPDIR/small"
	check "the small case has its figures" has_figure "$TMPDIR/small" syscall.getppid
	check "one that touches more has not" grep -q 'FAILED\|SKIPPED' "$TMPDIR/small/cases.tsv"
	# the kernel's choice of whom it kills is one of chance, but for this
	"$TMPDIR/touching/oscost" measure --rounds 1 --no-counters --only syscall.getppid --no-pictures --out "$TMPDIR/told" \
		--under "sh -c 'cat /proc/self/oom_score_adj >$TMPDIR/score; exec \"\$@\"' sh" >/dev/null 2>"$TMPDIR/err"
	check "benchmarks are the kernel's first choice" test "$(cat "$TMPDIR/score")" = 1000
	sleep 0.2
	rmdir "$group"
else
	[ ! -d "$group" ] || rmdir "$group"
	not_tried "a memory cgroup of version 1: there is none to write here"
fi

promise "a read-only results folder is named before anything is measured"
if unshare -m true 2>/dev/null; then
	fault
	mkdir -p "$TMPDIR/locked"
	check_status 2 unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 9
		shift; exec "$@"' sh "$TMPDIR/locked" "$oscost" measure --rounds 2 --only syscall.getppid --out "$TMPDIR/locked/run"
	says 'Read-only file system'
	says 'locked/run'
	fault
	"$oscost" measure --rounds 2 --only syscall.getppid --no-pictures --out "$TMPDIR/locked/old" >/dev/null 2>&1
	check_status 2 unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 9
		shift; exec "$@"' sh "$TMPDIR/locked" "$oscost" report "$TMPDIR/locked/old"
	says 'Read-only file system'
	keeps "the run in it is as it was" whole_run "$TMPDIR/locked/old"
else
	not_tried "a read-only folder: no mount namespace can be made here"
fi

promise "a path may have blanks, quotes, UTF-8 and a line break in it"
name="$TMPDIR/a b/ü '\"\$(touch pwned)\`touch pwned\`;%s
second line"
fault
check_status 0 "$oscost" measure --rounds 2 --only syscall.getppid --out "$name"
check "the run is there" whole_run "$name"
check "with pictures" test -n "$(find "$name" -name '*.svg')"
check_status 0 "$oscost" report "$name"
check_status 0 "$oscost" compare "$name" "$name" --out "$name.compared"
check_status 0 "$oscost" baseline add "$name" --baseline "$name.base"
check_status 0 "$oscost" history --baseline "$name.base" --out "$name.history"
check "nothing of it was executed" test -z "$(find . "$TMPDIR" -name pwned 2>/dev/null)"

promise "a full disk at any moment, and two processes for a user, are words: see tests/test_limits.sh"
check "that test passes" sh -c 'sh "$OSCOST_TOP/tests/test_limits.sh" >"$TMPDIR/limits.out" 2>&1 || [ $? = 77 ] || { cat "$TMPDIR/limits.out" >&2; false; }'
if [ "$(tail -n 1 "$TMPDIR/limits.out" | cut -c 1-5)" = needs ]; then not_tried "$(tail -n 1 "$TMPDIR/limits.out")"; else fault 3; fi
finish_faults
