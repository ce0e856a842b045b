# What the tests of other kernels share. Sourced behind lib.sh.
# shellcheck shell=sh

# One cache for all of these tests: make clean removes it.
export XDG_CACHE_HOME="$OSCOST_BUILD/cache"
export OSCOST_RESULTS="$TMPDIR/results"
unset NO_COLOR COLUMNS OSCOST_EXACT

vm() { "$OSCOST_TOP/run.sh" vm "$@"; }

# vm_skip_unless COMMAND…: those that the test cannot do without.
vm_skip_unless() {
	for command; do
		command -v "$command" >/dev/null 2>&1 && continue
		echo "$command is not installed"
		exit 77
	done
}

# vm_kernel ARCH SPEC: has it fetched, so that a test without network is skipped and not failed.
vm_kernel() {
	"$OSCOST_TOP/run.sh" vm --arch "$1" --kernel "$2" --fetch-only >"$TMPDIR/fetch" 2>&1 && return
	tail -n 3 "$TMPDIR/fetch"
	echo "$2 cannot be had from Debian here"
	exit 77
}

# value FOLDER KEY: of machine.tsv
value() { awk -F '\t' -v key="$2" '$1 == key { print $2 }' "$1/machine.tsv"; }

# near A B SHARE: both are numbers, and differ by no more than that share of B
near() {
	awk -v a="$1" -v b="$2" -v share="$3" 'BEGIN {
		exit !(a + 0 == a && b + 0 == b && b > 0 && (a - b) * (a - b) <= share * share * b * b) }'
}
