#!/bin/sh
# User Mode Linux: a second kernel, as a process.
# time limit: 300 s
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/vm_lib.sh
. "$OSCOST_TOP/tests/vm_lib.sh"

vm_skip_unless linux.uml cpio
check_status 0 vm --uml --no-pictures --out "$TMPDIR/uml" --timeout 90 -- \
	--only syscall.getppid --rounds 6
check "UML says so" test "$(value "$TMPDIR/uml" hypervisor)" = "User Mode Linux"
check "100 Hz" test "$(value "$TMPDIR/uml" kernel.hz)" = 100
check "no perf events is a state of its own" test "$(value "$TMPDIR/uml" counters.state)" = no-syscall
check "the emulator" test -n "$(value "$TMPDIR/uml" vm.emulator | grep 'User Mode Linux')"
check "figures" test "$(field "$TMPDIR/uml/summary.tsv" unit case=syscall.getppid metric=time)" = ns
check "nothing is left" test -z "$(find "$TMPDIR" -name 'oscost-vm.*')"
finish
