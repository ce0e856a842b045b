#!/bin/sh
# Counters on a PMU that works, QEMU's for aarch64, and aarch64 as a whole: counted instructions against the exact
# figure and against a count of our own, groups, native events, permissions.
# time limit: 300 s
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/vm_lib.sh
. "$OSCOST_TOP/tests/vm_lib.sh"

vm_skip_unless qemu-system-aarch64 cpio apt-get
[ "$(uname -m)" = aarch64 ] || vm_skip_unless aarch64-linux-gnu-gcc
vm_kernel aarch64 debian:6.1

run=$TMPDIR/run
arm() { # OUT WORDS…
	out=$1
	shift
	check_status 0 vm --arch aarch64 --kernel debian:6.1 --exact --no-pictures --out "$out" "$@"
}
# counted FOLDER CASE COUNTER…: of the same samples, without anything taken off, the sum of these counters, or of the
# time (one tick is 16 instructions), per operation
counted() {
	folder=$1 name=$2
	shift 2
	awk -F "\t" -v name="$name" -v counters="$*" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(counters, wanted, " ") }
		NR > 2 && $1 == name {
			ops += $(at["ops"])
			for (i = 1; i <= n; i++) sum += $(at[wanted[i]]) * (wanted[i] == "ticks" ? 16 : 1)
		}
		END { if (ops) print sum / ops }' "$folder/samples.tsv"
}
arm "$run" -- --only syscall.getppid --only ctxsw.pipe.process --counters L1D_CACHE_REFILL
check "aarch64" test "$(value "$run" cpu.architecture)" = aarch64
check "the counters work" test "$(value "$run" counters.state)" = ok
of=syscall.getppid
exact=$(counted "$run" $of ticks)
instructions=$(counted "$run" $of instructions:u instructions:k)
cycles=$(counted "$run" $of cycles:u cycles:k)
echo "getppid: exact $exact, instructions $instructions, cycles $cycles"
check "instructions are the exact figure" near "$instructions" "$exact" .005
check "and so are cycles, of which one instruction takes one" near "$cycles" "$exact" .005
check "most of them in the kernel" awk -v k="$(counted "$run" $of instructions:k)" -v all="$instructions" \
	'BEGIN { exit !(k > .9 * all && k < all) }'
check "switches, as the case claims" test "$(field "$run/summary.tsv" status case=ctxsw.pipe.process metric=time)" = ok
check "QEMU has no caches: a native event that reads 0 is no figure without a word" \
	grep -Eq 'L1D_CACHE_REFILL.*0 in every sample|never counted)' "$run/report.txt"

# More events than counters, so that the kernel has to take turns.
arm "$TMPDIR/many" -- --only syscall.getppid --counters \
	INST_RETIRED,CPU_CYCLES,SW_INCR,CPU_CYCLES:u,INST_RETIRED:u,CPU_CYCLES:k,INST_RETIRED:k
many=$(counted "$TMPDIR/many" $of INST_RETIRED)
exact=$(counted "$TMPDIR/many" $of ticks)
echo "in turn: $many of $exact"
check "a count that took turns is near" near "$many" "$exact" .05

# Who may not use them is told so.
arm "$TMPDIR/user" --user --append sysctl.kernel.perf_event_paranoid=3 -- --only syscall.getppid
check "no permission is a state of its own" test "$(value "$TMPDIR/user" counters.state)" = no-permission
check "with the reason" test -n "$(value "$TMPDIR/user" counters.why | grep paranoid)"

finish
