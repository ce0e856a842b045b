#!/bin/sh
# What make prove says of its goals, on made-up rows: reached where all is well, not reached where one thing is not,
# and never where nothing was measured. And what it refuses.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
export LC_ALL=C

# table NAME FILE…
table() {
	name=$1
	shift
	awk -F '\t' -v least=300 -f "$OSCOST_TOP/tests/prove/lib.awk" -f "$OSCOST_TOP/tests/prove/$name.awk" "$@" >"$TMPDIR/table"
}
# goals REACHED MISSED: of the last table
# shellcheck disable=SC2317
goals() {
	[ "$(grep -c '^goal.*: reached$' "$TMPDIR/table")" = "$1" ] && [ "$(grep -c '^goal.*: not reached$' "$TMPDIR/table")" = "$2" ]
}
# missed WORDS: that goal is
# shellcheck disable=SC2317
missed() { grep "^goal: $1" "$TMPDIR/table" | grep -q ': not reached$'; }

# 40 trials of each size: verdicts as they should be.
{
	printf 'none\t0\t0\t0\t0\n'
	for size in 2 5 8 20; do printf '%s\t1\t2\t3\t4\n' "$size"; done
} >"$TMPDIR/amounts.tsv"
awk 'BEGIN {
	split("none 2 5 8 20", size, " ")
	split("adds syscall fork pipe", means, " ")
	for (t = 1; t <= 40; t++) for (s = 1; s <= 5; s++) for (m = 1; m <= 4; m++)
		printf "%s\t%03d\tinject.%s:-\t%s\t%.3f\t-\tns\t0.03\n", size[s], t, means[m],
			s == 1 ? "SAME" : s == 2 ? "INCONCLUSIVE" : "REGRESSED", 1 + size[s] / 100 + (t - 20.5) / 10000
}' >"$TMPDIR/good.tsv"
table inject "$TMPDIR/amounts.tsv" "$TMPDIR/good.tsv"
check "injections: all is well" goals 5 0
check "injections: the median and its interval" grep -q '^adds *+5% .* +5\.00%  \[+4\.9 to +5\.1\]$' "$TMPDIR/table"
sed 's/1\.050/1.040/;s/1\.05[12]/1.041/;s/1\.04[89]/1.041/' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table inject "$TMPDIR/amounts.tsv" "$TMPDIR/bad.tsv"
check "a size that is off says so" grep -q '^adds *+5% .* off$' "$TMPDIR/table"
check "the others are not" test "$(grep -c ' off$' "$TMPDIR/table")" = 4

# change SIZE MEANS TRIALS VERDICT: the first trials of that size say something else
change() {
	awk -F '\t' -v OFS='\t' -v size="$1" -v means="inject.$2:-" -v trials="$3" -v verdict="$4" \
		'$1 == size && $3 == means && $2 <= trials { $4 = verdict } { print }' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
	table inject "$TMPDIR/amounts.tsv" "$TMPDIR/bad.tsv"
}
change 5 fork 2 INCONCLUSIVE
check "38 of 40 are 95%" goals 5 0
change 5 fork 3 INCONCLUSIVE
check "37 of 40 are not" missed '+5%'
change 8 pipe 1 INCONCLUSIVE
check "39 of 40 are not 99%" missed '+8%'
change none adds 1 IMPROVED
check "a false alarm" missed 'none found'
change 2 syscall 1 REGRESSED
check "below theta" missed '+2%'
grep -v 'inject.pipe' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table inject "$TMPDIR/amounts.tsv" "$TMPDIR/bad.tsv"
check "a means that was not measured" goals 0 5
table inject "$TMPDIR/amounts.tsv"
check "injections: nothing was measured" goals 0 5

# The arithmetic behind the tables, against exact values (R: binom.test, qbinom).
cat >"$TMPDIR/exact.awk" <<-'END'
	BEGIN { printf "%d %d %d %d %d %.7f %.3f %.1f\n", median_rank(5), median_rank(10), median_rank(20), median_rank(30), median_rank(40), sign_p(8, 12), sign_p(0, 6), sign_p(3, 3) }
END
exact=$(awk -f "$OSCOST_TOP/tests/prove/lib.awk" -f "$TMPDIR/exact.awk")
check "ranks and p: $exact" test "$exact" = "0 2 6 10 14 0.5034447 0.031 1.0"

# Equal runs.
awk 'BEGIN {
	split("gate ns cycles paired", kind, " ")
	for (k = 1; k <= 4; k++) for (r = 1; r <= 2; r++) for (c = 1; c <= 150; c++)
		printf "%s\t%02d\tcase%d:-\t%s\t%s\t%s\tns\t0.03\n", kind[k], r, c, c == 9 ? "INCONCLUSIVE" : "SAME", c % 2 ? 1.001 : .999,
			c == 9 ? "not confirmed: +4% at first" : "-"
}' >"$TMPDIR/good.tsv"
table aa "$TMPDIR/good.tsv"
check "equal runs: all is well" goals 4 0
check "flagged and not confirmed" grep -q '^flagged at first: 2; confirmed by the second measurement, false alarms: 0$' "$TMPDIR/table"
grep -v '^gate	02	case7:' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table aa "$TMPDIR/bad.tsv"
check "299 comparisons are too few" missed 'at least 300'
sed 's/^\(gate	01	case7:-	\)SAME/\1REGRESSED/' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table aa "$TMPDIR/bad.tsv"
check "a false alarm of the gate" missed 'no false alarm of the gate'
sed 's/^\(paired	01	case7:-	\)SAME/\1IMPROVED/' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table aa "$TMPDIR/bad.tsv"
check "a false alarm in pairs" missed 'no false alarm of compare --paired'
awk -F '\t' -v OFS='\t' '$1 == "paired" { $5 = 1.001 } { print }' "$TMPDIR/good.tsv" >"$TMPDIR/bad.tsv"
table aa "$TMPDIR/bad.tsv"
check "all up" missed 'up and down in balance'
table aa /dev/null
check "equal runs: nothing was measured" goals 0 4

# What is refused.
export OSCOST_PROVE_DIR="$TMPDIR/prove"
check_status 2 sh "$OSCOST_TOP/tests/prove.sh" nonsense
says 'there is no part nonsense'
check_status 2 sh "$OSCOST_TOP/tests/prove.sh" ../prove
check_status 2 sh "$OSCOST_TOP/tests/prove.sh" rules
says 'nothing was compared in the group aa'
check "no table is left of what could not be judged" test ! -e "$TMPDIR/prove/rules.txt" -a ! -e "$TMPDIR/prove/prove.txt"
mkdir -p "$TMPDIR/prove/inject"
echo another >"$TMPDIR/prove/inject.stamp"
check_status 2 sh "$OSCOST_TOP/tests/prove.sh" inject
says 'of another build'
finish
