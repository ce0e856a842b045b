#!/bin/sh
# `oscost check`, the CI gate: its exit statuses, what it takes for a baseline, confirmation by a second
# run, and what it writes for a CI.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"

oscost=$OSCOST_BUILD/oscost
base=$TMPDIR/base
unset NO_COLOR COLUMNS OSCOST_BASELINE
export LC_ALL=C.UTF-8 OSCOST_RESULTS="$TMPDIR/results"
made_up "$TMPDIR/one" 18 1
made_up "$TMPDIR/two" 19 2
made_up "$TMPDIR/same" 20 3
made_up "$TMPDIR/worse" 21 4
made_up "$TMPDIR/worse2" 22 5
made_up "$TMPDIR/better" 23 6
dearer "$TMPDIR/worse" syscall.getppid 1.1
dearer "$TMPDIR/worse2" syscall.getppid 1.09
dearer "$TMPDIR/better" syscall.getppid .8
# shellcheck disable=SC2317
gate() { "$oscost" check --baseline "$base" --no-pictures "$@"; }

# Without a baseline there is no verdict.
check_status 2 gate "$TMPDIR/same"
says 'holds no run'
says "oscost baseline add $TMPDIR/same --baseline $base"
check_status 0 gate "$TMPDIR/same" --allow-missing --markdown "$TMPDIR/missing.md"
says 'not judged'
check "nothing is said to have passed" test ! -s "$TMPDIR/out"
check "a comment says why" grep -q 'not judged' "$TMPDIR/missing.md"
check_status 0 gate "$TMPDIR/same" --allow-missing --junit "$TMPDIR/missing.xml" --out "$TMPDIR/missing"
check "a collector finds one test that was skipped" grep -q '<skipped message=".*holds no run' "$TMPDIR/missing.xml"
for file in compare.html compare.txt; do check "$file says why" grep -q 'not judged: .* holds no run' "$TMPDIR/missing/$file"; done
check_status 2 gate "$TMPDIR/nothing" --allow-missing
says 'no run'
check_status 0 "$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" --baseline "$base"

# The four exit statuses.
check_status 0 gate "$TMPDIR/same" --out "$TMPDIR/report"
check "passed" grep -q '^PASSED' "$TMPDIR/out"
check "the page says so" grep -q 'PASSED: no case' "$TMPDIR/report/compare.html"
check_status 1 gate "$TMPDIR/worse" --no-confirm
check "failed" grep -q '^FAILED: 1 of' "$TMPDIR/out"
check "what, and how much" grep -Eq 'syscall.getppid .*[+](9|10)\.[0-9]%.*(REGRESSED|▲)' "$TMPDIR/out"
check "not the others" absent "^  syscall.nosys" "$TMPDIR/out"
check_status 1 gate "$TMPDIR/worse" --confirm "$TMPDIR/worse2"
check "seen twice" grep -q 'REGRESSED (confirmed)' "$TMPDIR/out"
check_status 0 gate "$TMPDIR/worse" --confirm "$TMPDIR/same"
check "not seen again" grep -q 'not confirmed: ' "$TMPDIR/out"
check_status 3 gate "$TMPDIR/worse" --confirm "$TMPDIR/same" --strict
check_status 0 gate "$TMPDIR/better" --no-confirm
check "an improvement passes" grep -q '1 IMPROVED' "$TMPDIR/out"

# Seen again by a measurement that was disturbed: neither confirmed nor refuted, and not passed over.
# disturbed DIR CASE: four in five of its processes
disturbed() {
	awk -F '\t' -v OFS='\t' -v name="$2" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $1 == name && $(at["process"]) % 5 { $(at["disturbed"]) = "throttled" }
		{ print }' "$1/samples.tsv" >"$1/new"
	mv "$1/new" "$1/samples.tsv"
}
cp -r "$TMPDIR/worse2" "$TMPDIR/disturbed"
disturbed "$TMPDIR/disturbed" syscall.getppid
check_status 0 gate "$TMPDIR/worse" --confirm "$TMPDIR/disturbed" --out "$TMPDIR/report"
check "no plain pass" grep -q '^PASSED, but 1 case that looked REGRESSED could not be confirmed' "$TMPDIR/out"
check "nor on the page" grep -q 'PASSED, but 1 case' "$TMPDIR/report/compare.html"
check "why" grep -q 'seen again, but the second measurement was disturbed (16 of 20 processes: throttled)' "$TMPDIR/report/compare.txt"
check_status 3 gate "$TMPDIR/worse" --confirm "$TMPDIR/disturbed" --strict
# What confirms is another measurement, and a whole one.
check_status 2 gate "$TMPDIR/worse" --confirm "$TMPDIR/worse"
says 'cannot confirm itself'
cp -r "$TMPDIR/worse" "$TMPDIR/copy"
machine "$TMPDIR/copy" run.tag copy
check_status 2 gate "$TMPDIR/worse" --confirm "$TMPDIR/copy"
says 'cannot confirm itself'

# Each case that the result counts as inconclusive is listed, with a reason.
check_status 3 gate "$TMPDIR/same" --strict --no-confirm --markdown "$TMPDIR/strict.md"
counted=$(sed -n 's/^INCONCLUSIVE: \([0-9]*\) of.*/\1/p' "$TMPDIR/out")
check "some are" test "$counted" -gt 0
check "all are listed" test "$(grep -c ' ?  .* [0-9]$' "$TMPDIR/out")" = "$counted"
check "unfolded in a comment" test "$(sed "/<details>/q" "$TMPDIR/strict.md" | grep -c "| INCONCLUSIVE")" = "$counted"
check "why" grep -q 'reaches over the border of θ' "$TMPDIR/out"

# A case that the run lacks is said, and inconclusive where the gate is strict.
cp -r "$TMPDIR/same" "$TMPDIR/lacks"
for file in cases samples; do
	grep -v '^signal.self' "$TMPDIR/same/$file.tsv" >"$TMPDIR/lacks/$file.tsv"
done
check_status 0 gate "$TMPDIR/lacks" --markdown "$TMPDIR/lacks.md" --out "$TMPDIR/report"
words='1 case of the baseline is not in this run: signal.self'
for file in report/compare.html lacks.md; do check "$file says so" grep -q "$words" "$TMPDIR/$file"; done
check "on the terminal too" grep -q 'baseline is not in this run: signal.self' "$TMPDIR/out"
check_status 3 gate "$TMPDIR/lacks" --strict --only 'signal.*'
check "counted" grep -q '^INCONCLUSIVE: 1 of' "$TMPDIR/out"
check "listed" grep -Eq '^  signal.self .*([?]|INCONCLUSIVE) ' "$TMPDIR/out"
check_status 0 gate "$TMPDIR/lacks" --strict --only 'syscall.*'
# So is one that it had to skip.
sed 's/^\(signal.self.*\)	ok	-	/\1	SKIPPED	not here	/' "$TMPDIR/same/cases.tsv" >"$TMPDIR/lacks/cases.tsv"
check_status 3 gate "$TMPDIR/lacks" --strict --only 'signal.*'
check "with its reason" grep -q 'SKIPPED: not here' "$TMPDIR/out"

# Nothing to judge: nothing is printed or written.
check_status 2 gate "$TMPDIR/same" --only 'nope*' --out "$TMPDIR/none" --junit "$TMPDIR/none.xml"
says 'matches no case'
check "not a word" test ! -s "$TMPDIR/out"
check "not a file" test ! -e "$TMPDIR/none" -a ! -e "$TMPDIR/none.xml"

# It cannot be measured again here: the run is of another machine.
check_status 2 gate "$TMPDIR/worse"
says 'cannot be confirmed'
check_status 2 gate "$TMPDIR/worse" --under 'nice -n 1'
says 'without --under'

# What goes wrong in the run alone is not passed over.
cp -r "$TMPDIR/same" "$TMPDIR/invalid"
sed 's/^\(signal.self.*\)signals=1/\1signals=2/' "$TMPDIR/same/cases.tsv" >"$TMPDIR/invalid/cases.tsv"
check_status 3 gate "$TMPDIR/invalid" --strict
check "named" grep -q 'INVALID' "$TMPDIR/out"
cp -r "$TMPDIR/same" "$TMPDIR/failed"
awk -F '\t' -v OFS='\t' '$1 == "signal.self" { $7 = "FAILED"; $8 = "no such thing" } { print }' \
	"$TMPDIR/same/cases.tsv" >"$TMPDIR/failed/cases.tsv"
grep -v '^signal.self' "$TMPDIR/same/samples.tsv" >"$TMPDIR/failed/samples.tsv"
check_status 0 gate "$TMPDIR/failed" --only 'signal.*' --only 'clock.*' --junit "$TMPDIR/failed.xml"
check "the counts add up" grep -q '^PASSED: no case of 3 REGRESSED; 0 IMPROVED, 2 SAME, 1 INCONCLUSIVE' "$TMPDIR/out"
check "no stray mark" grep -q 'INCONCLUSIVE: [0-9.]* -&gt; – .s, B: FAILED: no such thing' "$TMPDIR/failed.xml"
cp -r "$TMPDIR/same" "$TMPDIR/cut"
machine "$TMPDIR/cut" run.complete no
check_status 2 gate "$TMPDIR/cut"
says 'not complete'
# Cut at the end of a row: rounds are missing.
cp -r "$TMPDIR/same" "$TMPDIR/rounds"
awk -F '\t' 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i } NR < 3 || $(at["round"]) < 15' \
	"$TMPDIR/same/samples.tsv" >"$TMPDIR/rounds/samples.tsv"
check_status 2 gate "$TMPDIR/rounds"
says 'cut short'
check_status 2 "$oscost" baseline add "$TMPDIR/rounds" --baseline "$TMPDIR/damaged"
says 'rounds end at 14, machine.tsv says 20'
check_status 0 "$oscost" compare "$TMPDIR/one" "$TMPDIR/rounds" --no-pictures --out "$TMPDIR/report"
says 'the rest is missing'
check_status 2 gate "$TMPDIR/same" --only 'process.vfork*'
says 'nothing was judged'

# Another kernel, processor, compiler or flags: refused in words, unless it is said that it may differ.
cp -r "$TMPDIR/same" "$TMPDIR/kernel"
machine "$TMPDIR/kernel" kernel.release 6.12.0
check_status 2 gate "$TMPDIR/kernel"
says 'kernel.release: 6.8.0-45-generic → 6.12.0'
says '--across'
check_status 2 gate "$TMPDIR/kernel" --across kernl
says "no field .kernl.; there are all, kernel.* compiler"
check_status 2 gate "$TMPDIR/kernel" --across kernel,kernel.releas
check_status 2 gate "$TMPDIR/kernel" --across compiler
check_status 0 gate "$TMPDIR/kernel" --across kernel
check "between kernels it takes boots" grep -q INCONCLUSIVE "$TMPDIR/out"
check "the head says that nothing was judged" grep -q '^PASSED, but nothing could be judged' "$TMPDIR/out"
check "and what it takes" grep -q 'RUN,RUN' "$TMPDIR/out"
# Five boots of each can fail; processes of this boot could not confirm it.
here='' there=''
for boot in 1 2 3 4 5; do
	cp -r "$TMPDIR/one" "$TMPDIR/boot$boot"
	machine "$TMPDIR/boot$boot" run.seed "4$boot"
	machine "$TMPDIR/boot$boot" date "2026-11-22T1$boot:00:00Z"
	cp -r "$TMPDIR/boot$boot" "$TMPDIR/there$boot"
	dearer "$TMPDIR/there$boot" syscall.getppid "1.1$boot"
	machine "$TMPDIR/there$boot" kernel.release 6.12.0
	machine "$TMPDIR/there$boot" date "2026-11-23T1$boot:00:00Z"
	here="$here $TMPDIR/boot$boot" there="$there,$TMPDIR/there$boot"
done
# shellcheck disable=SC2086
check_status 0 "$oscost" baseline add $here --baseline "$TMPDIR/boots"
check_status 1 "$oscost" check "${there#,}" --baseline "$TMPDIR/boots" --no-pictures --across kernel --only syscall.getppid
check "five boots of each are enough" grep -q '^FAILED: 1 of 1' "$TMPDIR/out"
check_status 0 gate "$TMPDIR/kernel" --across all
cp -r "$TMPDIR/same" "$TMPDIR/flags"
machine "$TMPDIR/flags" cflags -O0
check_status 2 gate "$TMPDIR/flags"
says 'cflags: .* → -O0'
cp -r "$TMPDIR/same" "$TMPDIR/under"
machine "$TMPDIR/under" run.under nice
check_status 2 gate "$TMPDIR/under" --across cpu,mitigation,mitigation.meltdown
says 'run.under: not known → nice'
check_status 0 gate "$TMPDIR/under" --across under

# A run is not its own baseline.
check_status 0 "$oscost" baseline add "$TMPDIR/worse" --baseline "$TMPDIR/own"
check_status 2 "$oscost" check "$TMPDIR/worse" --baseline "$TMPDIR/own"
says 'this one itself'
check_status 0 gate "$TMPDIR/one"
says "20261118.* is the run itself and left out"

# The newest are the baseline, unless some are pinned.
for run in worse worse2; do check_status 0 "$oscost" baseline add "$TMPDIR/$run" --baseline "$base"; done
made_up "$TMPDIR/late" 25 9
dearer "$TMPDIR/late" syscall.getppid 1.1
check_status 0 gate "$TMPDIR/late" --no-confirm --last 2
pinned=$("$oscost" baseline list --baseline "$base" | grep -o '2026111[89][^ ]*' | head -n 1)
check_status 0 "$oscost" baseline pin "$pinned" --baseline "$base"
check_status 1 gate "$TMPDIR/late" --no-confirm --last 2
check "said" grep -q 'pinned baseline' "$TMPDIR/out"

# A stored run that is damaged is named and left out.
for run in "$base"/*/2026*; do
	case $run in *"$pinned"*) ;; *) head -c 2000 /dev/urandom >"$run/samples.tsv" ;; esac
done
check_status 0 "$oscost" baseline unpin "$pinned" --baseline "$base"
check_status 1 gate "$TMPDIR/late" --no-confirm --last 9
says 'not used: '
head -c 2000 /dev/urandom >"$(echo "$base"/*/"$pinned")/samples.tsv"
check_status 2 gate "$TMPDIR/late" --no-confirm --last 9

# Two gates and an addition at once on one folder: each has its verdict, and nothing is lost.
rm -rf "$base"
check_status 0 "$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" --baseline "$base"
gate "$TMPDIR/late" --no-confirm --out "$TMPDIR/gate1" >"$TMPDIR/gate1.out" 2>&1 &
first=$!
gate "$TMPDIR/late" --no-confirm --out "$TMPDIR/gate2" >"$TMPDIR/gate2.out" 2>&1 &
second=$!
"$oscost" baseline add "$TMPDIR/same" --baseline "$base" >/dev/null 2>&1 &
third=$!
status=0
wait "$first" || status=$?
check "the first verdict" test "$status" = 1
status=0
wait "$second" || status=$?
check "the second verdict" test "$status" = 1
check "the addition" wait "$third"
check "all three runs are there" test "$("$oscost" baseline list --baseline "$base" | grep -c ' 2026')" = 3

# For a CI's collector and for a comment; hostile names are data.
rm -rf "$base"
check_status 0 "$oscost" baseline add "$TMPDIR/one" --baseline "$base"
# shellcheck disable=SC2016
words='<img src=x onerror=alert(1)>"'\''`touch pwned` $(touch pwned) | ]]> & @x %s'
machine "$TMPDIR/worse" run.tag "$words"
machine "$TMPDIR/worse" host "$words"
check_status 1 gate "$TMPDIR/worse" --no-confirm --junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/summary.md"
check "one failure" grep -q 'failures="1"' "$TMPDIR/junit.xml"
check "with its figures" grep -Eq '<failure type="REGRESSED" message="[+][0-9.]+% \[.* against 3[.]0%"' "$TMPDIR/junit.xml"
check "what was not compared is skipped" grep -q '<skipped message="' "$TMPDIR/junit.xml"
# shellcheck disable=SC2016
check "a table" grep -Eq '^\| `syscall.getppid` \|.*REGRESSED \|$' "$TMPDIR/summary.md"
check "no element of theirs" absent '(^|[^\\])<img' "$TMPDIR/summary.md" "$TMPDIR/junit.xml"
if command -v xmllint >/dev/null; then
	check "JUnit as the schema has it" xmllint --noout --relaxng "$OSCOST_TOP/tests/data/export/junit.rng" "$TMPDIR/junit.xml"
fi
# One thing at a time on standard output; the table gives way.
check_status 1 gate "$TMPDIR/worse" --no-confirm --junit -
check "nothing but XML" test "$(head -c 5 "$TMPDIR/out")" = '<?xml'
if command -v xmllint >/dev/null; then check "well-formed" xmllint --noout "$TMPDIR/out"; fi
says '^FAILED: '
check_status 1 gate "$TMPDIR/worse" --no-confirm --markdown -
check "nothing but Markdown" test "$(head -c 4 "$TMPDIR/out")" = '### '
check_status 2 gate "$TMPDIR/worse" --no-confirm --junit - --format json
says 'only one of'
check_status 1 gate "$TMPDIR/worse" --no-confirm --format json
check "how it ended" grep -q '"result": "FAILED: 1 of' "$TMPDIR/out"
check "its status" grep -q '"exit_status": 1,' "$TMPDIR/out"
check "whether it was measured again" grep -q '"measured_again": false' "$TMPDIR/out"
# Where no row is shown nothing explains one.
check_status 0 gate "$TMPDIR/same" --only 'clock.*'
check "no legend" absent 'REGRESSED \(▲\)|“least”' "$TMPDIR/out"
check "no gap" test -z "$(sed -n '/^$/{n;/^$/p;}' "$TMPDIR/out" | tr '\n' x)"
check_status 2 gate "$TMPDIR/worse" --no-confirm --junit "$TMPDIR/none/junit.xml"
check "nothing was started" test -z "$(find "$TMPDIR" -name "*pwned")"

# Wrong use.
check_status 2 gate
check_status 2 gate "$TMPDIR/same" "$TMPDIR/worse"
check_status 2 gate "$TMPDIR/same" --last 0
check_status 2 gate "$TMPDIR/same" --metric bogo
check_status 2 gate "$TMPDIR/same" --across ''
check_status 2 gate "$TMPDIR/same" --bogo
finish
