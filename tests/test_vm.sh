#!/bin/sh
# Another kernel in QEMU: exact runs repeat to the byte and say what an independent count says; a plain
# one is a run like any other; User Mode Linux too.
# time limit: 300 s
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/vm_lib.sh
. "$OSCOST_TOP/tests/vm_lib.sh"

[ "$(uname -m)" = x86_64 ] || { echo "needs an x86-64 machine" && exit 77; }
vm_skip_unless qemu-system-x86_64 cpio apt-get
vm_kernel x86_64 debian:6.1

oscost=$OSCOST_BUILD/oscost
a=$TMPDIR/a b=$TMPDIR/b
exact() { # OUT WORDS…
	out=$1
	shift
	check_status 0 vm --kernel debian:6.1 --exact --no-pictures --out "$out" "$@" -- \
		--only syscall.getppid --only ctxsw.pipe.process --only timer.tick.period
}

# Two boots are alike to the byte, but for the date.
exact "$a"
cp "$TMPDIR/out" "$TMPDIR/table"
exact "$b"
check "the same samples" cmp "$a/samples.tsv" "$b/samples.tsv"
check "and gaps" cmp "$a/gaps.tsv" "$b/gaps.tsv"
grep -v '^date	' "$a/machine.tsv" >"$TMPDIR/m1"
grep -v '^date	' "$b/machine.tsv" >"$TMPDIR/m2"
check "and machine" cmp "$TMPDIR/m1" "$TMPDIR/m2"
check "the date is today's" test "$(value "$a" date | cut -c1-10)" '>' 2025-01-01
check "said in the record" test "$(value "$a" run.exact)" = yes
check "with the emulator" test -n "$(value "$a" vm.emulator | grep QEMU)"
check "and its options" test -n "$(value "$a" vm.options | grep icount)"
check "and the kernel" test -n "$(value "$a" vm.kernel | grep 'debian:6.1 (linux-image-6.1')"
check "a guest" test -n "$(value "$a" hypervisor | grep TCG)"
check "the kernel's own HZ" test "$(value "$a" kernel.hz)" = 250

# Instructions, in the files and in words.
check "the unit" test "$(field "$a/summary.tsv" unit case=syscall.getppid metric=time)" = instructions
check "no interval is made up" test "$(field "$a/summary.tsv" lo case=syscall.getppid metric=time)" = -
check "no cycles" absent "cycles" "$a/summary.tsv"
check "one process will do" test "$(field "$a/summary.tsv" status case=syscall.getppid metric=time)" = ok
check "in the table" grep -Eq 'syscall.getppid +[0-9.]+ instr +exact' "$TMPDIR/table"
check "with the words" grep -q 'not its cost on' "$TMPDIR/table"
check "in the page" grep -q 'instr' "$a/report.html"

# Equal, and what another boot parameter adds.
check_status 0 "$oscost" compare "$a" "$b" --no-pictures --out "$TMPDIR/equal"
check "equal" test "$(field "$TMPDIR/equal/compare.tsv" verdict case=syscall.getppid)" = SAME
exact "$TMPDIR/audit" --append audit=1
check_status 0 "$oscost" compare "$a" "$TMPDIR/audit" --no-pictures --out "$TMPDIR/dearer"
check "audit=1 makes every call longer" test \
	"$(field "$TMPDIR/dearer/compare.tsv" verdict case=syscall.getppid)" = REGRESSED
check "by a number of instructions" grep -Eq 'syscall.getppid .* \+1[0-9][0-9][. ]' "$TMPDIR/dearer/compare.txt"
check_status 0 "$OSCOST_BUILD/oscost" baseline add "$a" --baseline "$TMPDIR/base"
check_status 0 "$oscost" check "$b" --baseline "$TMPDIR/base" --no-pictures --out "$TMPDIR/checked"
check_status 1 "$oscost" check "$TMPDIR/audit" --baseline "$TMPDIR/base" --across kernel --no-pictures \
	--out "$TMPDIR/checked2"

# The same by a program that knows nothing of harness and statistics, started in the same kernel.
mkdir "$TMPDIR/root"
${CC:-cc} -O2 -static -D_GNU_SOURCE -o "$TMPDIR/root/count" "$OSCOST_TOP/tests/helper_count.c"
cp "$OSCOST_BUILD/bundle/x86_64/guest_init" "$TMPDIR/root/init"
printf '%s\0' GUEST_SETTLE=10 -- /count >"$TMPDIR/root/arguments"
(cd "$TMPDIR/root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$TMPDIR/initrd"
kernel=$XDG_CACHE_HOME/oscost/kernels/x86_64/$(cat "$XDG_CACHE_HOME/oscost/kernels/x86_64/debian:6.1")/vmlinuz
(cd "$TMPDIR" && timeout 60 qemu-system-x86_64 -accel tcg -cpu max -m 512 -icount shift=0,sleep=off \
	-rtc base=2024-01-01,clock=vm -seed 1 -nodefaults -no-user-config -display none -no-reboot \
	-serial file:console -serial null -kernel "$kernel" -initrd initrd \
	-append "console=ttyS0 quiet panic=-1 nokaslr norandmaps") </dev/null
counted() { tr -d '\r' <"$TMPDIR/console" | awk -v what="$1" '$1 == what { print $2 }'; }
said() { field "$a/summary.tsv" median "case=$1" metric=time; }
echo "getppid: $(said syscall.getppid) of $(counted getppid); tick: $(said timer.tick.period) of $(counted tick)"
check "a system call is as long" near "$(said syscall.getppid)" "$(counted getppid)" .005
check "a period is as long" near "$(said timer.tick.period)" "$(counted tick)" .005
check "HZ is 250.0" near "$(said timer.tick.period)" 4000000 .0002

# A plain guest: time, and no root in it.
check_status 0 vm --kernel debian:6.1 --user --out "$TMPDIR/plain" -- --only syscall.getppid --rounds 6
check "time" test "$(field "$TMPDIR/plain/summary.tsv" unit case=syscall.getppid metric=time)" = ns
check "is not exact" test "$(value "$TMPDIR/plain" vm.exact)" = no
check_status 2 "$oscost" compare "$a" "$TMPDIR/plain"
says 'two different things'


# A version that Debian does not have, with those that it has.
check_status 2 vm --kernel debian:9.9
says 'it has .*6\.1 '
finish
