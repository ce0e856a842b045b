#!/bin/sh
# What is forbidden or not there costs what needs it, is said, and nothing else.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
short_tree syscall syscall_uring process
run=$TMPDIR/run

# lacking COMMAND...: measures one round under it
# shellcheck disable=SC2317
lacking() {
	chmod -R u+w "$run" 2>/dev/null
	rm -rf "$run" "$run.partial"
	"$@" "$oscost" measure --rounds 1 --only syscall.getppid --only process.fork --only syscall.uring.nop \
		--no-pictures --out "$run"
}
figures() {
	for name in syscall.getppid process.fork; do check "$1: figures of $name" has_figure "$run" "$name"; done
}
# status of the first case whose name begins so
begins() { awk -F '\t' -v name="$1" 'NR > 2 && index($1, name) == 1 { print $7 "\t" $8; exit }' "$run/cases.tsv"; }

promise "without perf_event_open, for whatever reason, times are measured and the reason is told"
for error in ENOSYS:no-syscall EPERM:no-permission EACCES:no-permission ENOENT:no-pmu EOPNOTSUPP:no-pmu; do
	fault
	check_status 0 lacking "$deny" "perf=${error%%:*}" --
	check "perf ${error%%:*} is told as ${error#*:}" test "$(value "$run" counters.state)" = "${error#*:}"
	check "perf ${error%%:*}: why" test -n "$(value "$run" counters.why)"
	figures "perf ${error%%:*}"
done

promise "a mechanism that is forbidden or missing is SKIPPED with its reason, the others are measured"
for word in uring=ENOSYS uring=EPERM; do
	fault
	check_status 0 lacking "$deny" "$word" --
	state=$(begins syscall.uring.nop)
	case $state in
	SKIPPED*) check "$word: with a reason" test "${#state}" -gt 10 ;;
	*) check "$word: it is SKIPPED, not '$state'" false ;;
	esac
	figures "$word"
done
for word in affinity=EPERM ptrace=EPERM unshare=EPERM pidfd=ENOSYS; do
	fault
	check_status 0 lacking "$deny" "$word" --
	figures "$word"
done
# The last one is affinity's.
fault
check_status 0 lacking "$deny" affinity=EPERM --
check "affinity: nobody claims a PU" grep -q 'affinity\|no PU\|moved\|migrat\|bound' "$TMPDIR/err" "$run/machine.tsv"

promise "a PU that is not ours is refused in words; without a wish one that is ours is taken"
if [ "$(nproc)" -gt 1 ]; then
	fault 2
	check_status 0 lacking taskset -c 1
	check "taskset: PU 1" test "$(value "$run" run.cpu)" = 1
	check_status 2 taskset -c 1 "$oscost" measure --rounds 1 --only syscall.getppid --cpu 0 --no-pictures --out "$TMPDIR/not-ours"
	says 'PU 0\|CPU 0\|--cpu'
	check "taskset: no folder is left" test ! -e "$TMPDIR/not-ours" -a ! -e "$TMPDIR/not-ours.partial"
else
	not_tried "a PU outside the affinity: there is one PU"
fi
cpuset=/sys/fs/cgroup/cpuset
group=$cpuset/oscost-fault-$$
if [ "$(nproc)" -gt 1 ] && mkdir "$group" 2>/dev/null; then
	fault 2
	cat "$cpuset/cpuset.mems" >"$group/cpuset.mems"
	echo 1 >"$group/cpuset.cpus"
	within='echo $$ >"$1/cgroup.procs"; shift; exec "$@"'
	check_status 0 lacking sh -c "$within" sh "$group"
	check "cpuset: PU 1" test "$(value "$run" run.cpu)" = 1
	check_status 2 sh -c "$within" sh "$group" "$oscost" measure --rounds 1 --only syscall.getppid --cpu 0 --no-pictures --out "$TMPDIR/not-ours"
	check "cpuset: no folder is left" test ! -e "$TMPDIR/not-ours" -a ! -e "$TMPDIR/not-ours.partial"
	rmdir "$group"
else
	not_tried "a cpuset of version 1 with one PU: there is no such hierarchy to write here, or one PU"
fi
echo "a cpuset of version 2: see guest.sh"

promise "a machine whose /proc or /sys is missing or half there is measured, and what is not known is said"
if unshare -m true 2>/dev/null; then
	for gone in /proc /sys '/proc /sys' /sys/devices/system; do
		fault
		check_status 0 lacking unshare -m sh -c 'for at in $1; do mount -t tmpfs none "$at" || exit 9; done; shift; exec "$@"' sh "$gone"
		figures "without $gone"
	done
	fault
	check_status 0 lacking unshare -m sh -c 'for at in cpuinfo stat self/mounts interrupts; do mount --bind /dev/null "/proc/$at"; done; exec "$@"' sh
	figures "with empty files in /proc"
else
	not_tried "a missing /proc or /sys: no mount namespace can be made here"
fi

promise "where reading the TSC is forbidden the kernel's clock is used, and said; what cannot start is told"
fault
check_status 2 "$oscost" measure --rounds 1 --only syscall.getppid --no-pictures --out "$TMPDIR/tsc" --under "$deny tsc=off --"
check "it is said, in one line or two" test "$(wc -l <"$TMPDIR/err")" -ge 1
static=$OSCOST_BUILD/static
if [ -x "$static/oscost" ] && "$deny" tsc=off -- "$static/oscost" version >/dev/null 2>&1; then
	fault
	mkdir -p "$TMPDIR/static/bench"
	cp -r "$static/oscost" "$static/share" "$static/child" "$TMPDIR/static/"
	cp "$static/bench/syscall" "$static/bench/process" "$TMPDIR/static/bench/"
	check_status 0 "$deny" tsc=off -- "$TMPDIR/static/oscost" measure --rounds 1 --only syscall.getppid --only process.fork --no-pictures --out "$TMPDIR/tsc-static"
	says "the kernel's clock is used"
	check "the clock is recorded" test "$(value "$TMPDIR/tsc-static" clock.source)" = raw-syscall
	check "figures without the TSC" has_figure "$TMPDIR/tsc-static" syscall.getppid
else
	not_tried "a whole run without the TSC: the dynamic loader of glibc reads it itself; 'make static' makes programs that do not"
fi

promise "a kernel without a vDSO is measured"
got=0
lacking "$OSCOST_BUILD/tests/helper_novdso" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || got=$?
if [ "$got" = 77 ]; then
	not_tried "no vDSO: $(tail -n 1 "$TMPDIR/out")"
else
	fault
	check "no vDSO: exit status 0, got $got" test "$got" = 0
	figures "no vDSO"
fi

promise "an unprivileged user, a container and a bare chroot are enough"
if [ "$(id -u)" = 0 ] && setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
	fault
	chmod 755 "$TMPDIR" "$(dirname "$TMPDIR")"
	chmod -R a+rX "$TMPDIR/tree"
	mkdir -p "$TMPDIR/nobody" && chown 65534 "$TMPDIR/nobody"
	check_status 0 setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all "$oscost" measure \
		--rounds 1 --only syscall.getppid --only process.fork --no-pictures --out "$TMPDIR/nobody/run"
	check "nobody: figures" has_figure "$TMPDIR/nobody/run" process.fork
	check_status 2 setpriv --reuid 65534 --regid 65534 --clear-groups "$oscost" measure --rounds 1 --only syscall.getppid --no-pictures --out /var/no-place
	says '/var/no-place'
else
	not_tried "another user: this one is not root"
fi
if bwrap --ro-bind / / --dev /dev --proc /proc --unshare-all true 2>/dev/null; then
	fault
	mkdir -p "$TMPDIR/inside"
	check_status 0 bwrap --ro-bind / / --dev /dev --proc /proc --unshare-all --bind "$TMPDIR/inside" "$TMPDIR/inside" \
		"$oscost" measure --rounds 1 --only syscall.getppid --only process.fork --no-pictures --out "$TMPDIR/inside/run"
	check "container: figures" has_figure "$TMPDIR/inside/run" process.fork
else
	not_tried "a container: bwrap does not run here"
fi
root=$TMPDIR/root
mkdir -p "$root/out"
cp -r "$TMPDIR/tree" "$root/"
for object in $(ldd "$oscost" "$root"/tree/bench/* | grep -o '/[^ )]*' | grep -v ':$' | sort -u); do
	[ -f "$object" ] || continue
	mkdir -p "$root$(dirname "$object")" && cp -L "$object" "$root$object"
done
if chroot "$root" /tree/oscost version >/dev/null 2>&1; then
	fault
	check_status 0 chroot "$root" /tree/oscost measure --rounds 1 --only syscall.getppid --only process.fork --no-pictures --out /out/run
	check "chroot: figures" has_figure "$root/out/run" process.fork
else
	not_tried "a bare chroot: it takes root"
fi
finish_faults
