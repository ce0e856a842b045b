#!/bin/sh
# oscost doctor: its page at 80 columns, options, exit statuses, and a cpuset of one PU.
# shellcheck disable=SC2317 # the predicates are called through check
set -eu

oscost=$OSCOST_BUILD/oscost
[ -x "$oscost" ] || { echo 'build/oscost is not built'; exit 77; }
fails=0

# A width that is not the terminal's, no colour, words in ASCII unless said.
export COLUMNS=80 LC_ALL=C
unset NO_COLOR

check() {
	what=$1
	shift
	"$@" && return
	echo "failed: $what"
	fails=1
}

# Output in $TMPDIR/out, messages in $TMPDIR/err, exit status in $status.
doctor() {
	status=0
	"$oscost" doctor "$@" >"$TMPDIR/out" 2>"$TMPDIR/err" || status=$?
}

out_has() { grep -q -- "$1" "$TMPDIR/out"; }
err_has() { grep -q -- "$1" "$TMPDIR/err"; }
lacks_escape() { ! grep -q "$(printf '\033')" "$1"; }
narrow() { awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$TMPDIR/out"; }
ascii() { ! LC_ALL=C grep -q '[^ -~]' "$TMPDIR/out"; }

doctor
check 'exit status 0' [ "$status" = 0 ]
check 'no message' [ ! -s "$TMPDIR/err" ]
check 'the PU and why' out_has '^PU [0-9]*: [a-z]'
for title in 'Other load' 'Isolated PU' 'Timer tick' 'SMT sibling' 'CPU governor' Turbo Clock \
	Hypervisor Counters 'Permission to count' 'CPU quota' 'Allowed PUs' 'Process limit' \
	'Memory and swap' 'Huge pages' 'Timer slack' Mitigations 'NMI watchdog' irqbalance; do
	check "a line for $title" out_has "^\\(ok\\|warn\\|bad\\|?\\) *$title "
done
check '80 columns' narrow
check 'ASCII in the C locale' ascii
check 'no colour in a pipe' lacks_escape "$TMPDIR/out"
check 'a count at the end' out_has '^[0-9]* ok, [0-9]* warn, [0-9]* bad, [0-9]* unknown'

# The sum of the count is the number of lines with a level.
lines=$(grep -c '^\(ok\|warn\|bad\|?\) ' "$TMPDIR/out")
sum=$(awk '/^[0-9]+ ok, / { print $1 + $3 + $5 + $7 }' "$TMPDIR/out")
check 'the count is right' [ "$lines" = "$sum" ]

COLUMNS=50 doctor
check '50 columns: still whole' out_has irqbalance

doctor --cpu 8191
check 'a PU that is not there: status 2' [ "$status" = 2 ]
check 'a PU that is not there: a sentence with the allowed set' err_has 'no PU 8191.*allowed: [0-9]'
check 'a PU that is not there: no output' [ ! -s "$TMPDIR/out" ]
for wrong in '--cpu' '--cpu=' '--cpu=x' '--cpu=-1' '--cpu=1x' '--nonsense' word; do
	doctor "$wrong"
	check "$wrong: status 2" [ "$status" = 2 ]
	check "$wrong: a message" [ -s "$TMPDIR/err" ]
done

first=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status 2>/dev/null)
if [ -n "$first" ]; then
	doctor --cpu "$first"
	check 'the wanted PU' out_has "^PU $first: asked for"
fi
if [ -n "$first" ] && command -v taskset >/dev/null; then
	status=0
	taskset -c "$first" "$oscost" doctor >"$TMPDIR/out" 2>"$TMPDIR/err" || status=$?
	check 'one PU: status 0' [ "$status" = 0 ]
	check 'one PU: said so' out_has "^PU $first: the only PU that is allowed"
	check 'one PU: a warning' out_has "^warn *Allowed PUs *$first "
fi

# Colours on a terminal, unless NO_COLOR.
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
	TERM=xterm script -qec "$oscost doctor" /dev/null >"$TMPDIR/out" </dev/null
	check 'colour on a terminal' out_has "$(printf '\033')"
	NO_COLOR=1 TERM=xterm script -qec "$oscost doctor" /dev/null >"$TMPDIR/out" </dev/null
	check 'no colour with NO_COLOR' lacks_escape "$TMPDIR/out"
fi
exit "$fails"
