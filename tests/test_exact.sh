#!/bin/sh
# Exact runs, made up: their unit everywhere, equal or not equal in compare, check and export, and that nothing else
# is mixed with them.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"

oscost=$OSCOST_BUILD/oscost
unset NO_COLOR COLUMNS OSCOST_BASELINE OSCOST_EXACT
export LC_ALL=C.UTF-8 OSCOST_RESULTS="$TMPDIR/results"
a=$TMPDIR/a b=$TMPDIR/b out=$TMPDIR/comparison

# longer DIR CASE INSTRUCTIONS: each operation of that case
longer() {
	awk -F '\t' -v OFS='\t' -v name="$2" -v more="$3" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $1 == name { $(at["ns"]) += more * $(at["ops"]) }
		{ print }' OFMT=%.12g CONVFMT=%.12g "$1/samples.tsv" >"$1/new"
	mv "$1/new" "$1/samples.tsv"
}

# One round, so that there could be no interval.
made_up "$a" 20 1
awk -F '\t' 'NR < 3 || $3 == 1' "$a/samples.tsv" >"$a/new"
mv "$a/new" "$a/samples.tsv"
machine "$a" run.rounds 1
machine "$a" run.exact yes
cp -r "$a" "$b"
machine "$b" kernel.release 6.12.0
longer "$b" syscall.getppid 14
longer "$b" process.fork -3
longer "$b" syscall.nosys 0.3

check_status 0 env COLUMNS=110 "$oscost" report "$a"
check "the unit" grep -Eq 'syscall.getppid +[0-9.]+ instr +exact' "$TMPDIR/out"
check "in words" grep -q 'not its cost on' "$TMPDIR/out"
check "no figure is unstable for want of rounds" absent 'too few for an interval' "$TMPDIR/out"
check "in the record" test "$(field "$a/summary.tsv" unit case=syscall.getppid metric=time)" = instructions
check "no cycles" absent '	cycles	' "$a/summary.tsv"
check "the page" grep -q 'instr' "$a/report.html"
check "nothing is in ns there" absent '>[0-9.]+ (ns|µs)<' "$a/report.html"

# Other kernels are no obstacle, and one boot is enough.
check_status 0 env COLUMNS=120 "$oscost" compare "$a" "$b" --no-pictures --out "$out"
tsv=$out/compare.tsv
check "longer" test "$(verdict "$tsv" syscall.getppid)" = REGRESSED
check "shorter" test "$(verdict "$tsv" process.fork)" = IMPROVED
check "less than half an instruction is equal" test "$(verdict "$tsv" syscall.nosys)" = SAME
check "the way" test "$(field "$tsv" way case=syscall.getppid)" = exact
check "no interval" test "$(field "$tsv" lo case=syscall.getppid)" = -
check "by how many" grep -Eq 'syscall.getppid .*[+]14 +REGRESSED' "$TMPDIR/out"
check "and back" grep -Eq 'process.fork .*-3 +IMPROVED' "$TMPDIR/out"
check "or equal" grep -Eq 'syscall.nosys .* equal +SAME' "$TMPDIR/out"
check "the column says so" grep -q 'difference' "$TMPDIR/out"
check "in words" grep -q 'Both are exact, so nothing scatters' "$TMPDIR/out"
check_status 0 "$oscost" compare "$a" "$a" --format json
check "all the same" absent 'REGRESSED": [1-9]|IMPROVED": [1-9]' "$TMPDIR/out"
check_status 0 env COLUMNS=200 "$oscost" compare "$a" "$b" "$a" --no-pictures --out "$TMPDIR/three"
check "three sides too" grep -q 'instructions executed' "$TMPDIR/out"
if command -v gnuplot >/dev/null; then
	check_status 0 "$oscost" compare "$a" "$b" "$a" --out "$TMPDIR/three"
	check "the matrix's picture" test -s "$TMPDIR/three/matrix.png" -a -s "$TMPDIR/three/matrix.svg"
	check "no picture failed" absent 'missing' "$TMPDIR/err"
	check "nor on the page" grep -q 'href="matrix.svg"' "$TMPDIR/three/compare.html"
fi

# Instructions and time are never compared.
made_up "$TMPDIR/time" 22 2
check_status 2 "$oscost" compare "$a" "$TMPDIR/time"
says 'two different things'
check_status 2 "$oscost" compare "$TMPDIR/time" "$a"
says 'two different things'
check_status 2 "$oscost" compare "$a,$TMPDIR/time" "$a"
says 'two different things'

# The gate: one instruction is enough, and nothing is measured once more for it.
check_status 0 "$oscost" baseline add "$a" --baseline "$TMPDIR/base"
cp -r "$a" "$TMPDIR/again"
machine "$TMPDIR/again" date 2026-11-21T11:33:00Z
machine "$b" date 2026-11-21T11:33:00Z
check_status 0 "$oscost" check "$TMPDIR/again" --baseline "$TMPDIR/base" --strict --no-pictures --out "$TMPDIR/c1"
check_status 1 "$oscost" check "$b" --baseline "$TMPDIR/base" --across kernel --no-pictures --out "$TMPDIR/c2" \
	--junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/comment.md"
check "as exact" grep -q 'REGRESSED (exact)' "$TMPDIR/out"
check "in JUnit" grep -q '+14' "$TMPDIR/junit.xml"
check "in Markdown" grep -q '+14' "$TMPDIR/comment.md"
check "nothing was measured" test ! -e "$TMPDIR/c2/confirm"

# Other tools' formats: never as a time.
for format in benchfmt smaller-is-better bmf openmetrics csv json; do
	check_status 0 "$oscost" export "$format" "$a"
	check "$format has no time" absent '[0-9] ns/op|"latency"|latency_seconds\{|,ns,|"unit": "ns(/op)?"' "$TMPDIR/out"
	cp "$TMPDIR/out" "$TMPDIR/$format"
done
check_status 0 "$oscost" export gbench "$a"
check "gbench knows times only" absent '"time_unit": "ns"' "$TMPDIR/out"
says 'no place for'
check "benchfmt" grep -q 'getppid .* instructions/op' "$TMPDIR/benchfmt"
check "bmf" grep -q '"instructions"' "$TMPDIR/bmf"
check "openmetrics" grep -q '^oscost_path_instructions{bench="syscall.getppid"' "$TMPDIR/openmetrics"
check "smaller-is-better" grep -q '"unit": "instructions/op"' "$TMPDIR/smaller-is-better"

# What only says that it is exact is not believed.
check_status 2 env OSCOST_EXACT=1 "$oscost" measure --only syscall.getppid --rounds 1 --out "$TMPDIR/false"
says 'no emulator'

# receive: a guest's records, and nothing that was not understood.
check_status 0 "$oscost" receive "$a" date=2026-11-26T00:00:00Z vm.kernel=x --out "$TMPDIR/kept" --no-pictures
check "the keys" grep -q '^vm.kernel	x$' "$TMPDIR/kept/machine.tsv"
check_status 0 "$oscost" receive "$TMPDIR/kept" --out "$TMPDIR/twice" --no-pictures
check "the same records, when received once more" cmp "$TMPDIR/kept/samples.tsv" "$TMPDIR/twice/samples.tsv"
check "and figures" cmp "$a/summary.tsv" "$TMPDIR/kept/summary.tsv"
check_status 2 "$oscost" receive "$a" run.exact=no --out "$TMPDIR/other"
says 'is not date=VALUE or vm.NAME=VALUE'
check_status 2 "$oscost" receive "$TMPDIR/none"
check_status 2 "$oscost" receive
check_status 2 "$oscost" receive "$a" --out "$TMPDIR/kept"
says 'exists already'
cp -r "$a" "$TMPDIR/bad"
echo 'x	y' >>"$TMPDIR/bad/samples.tsv"
check_status 2 "$oscost" receive "$TMPDIR/bad" --out "$TMPDIR/other"
check "no half of a run" test ! -e "$TMPDIR/other" -a ! -e "$TMPDIR/other.partial"
finish
