#!/bin/sh
# A full disk and a limit of processes: clear words, exit status 2 where nothing can be measured, nothing lost that was.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
[ "$(id -u)" = 0 ] || { echo "needs root, to mount a small disk and to become somebody else"; exit 77; }
unshare -m true 2>/dev/null || { echo "no mount namespace can be made here"; exit 77; }
oscost=$OSCOST_BUILD/oscost

# A disk of 96 KiB: some rounds fit, not all.
mkdir "$TMPDIR/disk"
# shellcheck disable=SC2016
check_status 2 unshare -m sh -c 'mount -t tmpfs -o size=96k none "$1/disk" || exit 77
	status=0
	"$2" measure --only "syscall.getp*" --rounds 60 --no-pictures --out "$1/disk/run" || status=$?
	cp -r "$1/disk/run.partial" "$1/kept"
	exit $status' sh "$TMPDIR" "$oscost"
says 'No space left on device'
says 'what was measured until then'
check "whole rows only" test -z "$(tail -c 1 "$TMPDIR/kept/samples.tsv" | tr -d '\n')"
check "finished rounds are kept" test "$(wc -l <"$TMPDIR/kept/samples.tsv")" -gt 20
check_status 0 "$oscost" report "$TMPDIR/kept"

# Two processes for a user: the driver and a benchmark, but no child of that.
chmod 755 "$TMPDIR" "$(dirname "$TMPDIR")"
tree "$TMPDIR/tree" "$OSCOST_BUILD/bench/process" "$OSCOST_BUILD/bench/syscall"
mkdir "$TMPDIR/results" && chown 65534 "$TMPDIR/results" && chmod -R a+rX "$TMPDIR/tree"
# shellcheck disable=SC2317
limited() { setpriv --reuid 65534 --regid 65534 --clear-groups prlimit --nproc="$1" "$TMPDIR/tree/oscost" measure \
	--only process.fork --only syscall.getppid --rounds 6 --no-pictures --out "$TMPDIR/results/$1"; }
if setpriv --reuid 65534 --regid 65534 --clear-groups "$TMPDIR/tree/oscost" version >/dev/null 2>&1; then
	check_status 0 limited 2
	says 'ulimit -u'
	check "what cannot fork has FAILED" test "$(field "$TMPDIR/results/2/summary.tsv" status case=process.fork metric=time unit=ns)" = FAILED
	check "the rest is measured" test "$(field "$TMPDIR/results/2/summary.tsv" processes case=syscall.getppid metric=time unit=ns)" = 6
	check_status 2 limited 1
	says 'ulimit -u'
fi
finish
