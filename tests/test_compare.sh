#!/bin/sh
# `oscost compare` of stored runs: verdicts, sides of several runs, three sides, formats, pages; and
# folders that are damaged or hostile.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"

oscost=$OSCOST_BUILD/oscost
a=$TMPDIR/a b=$TMPDIR/b out=$TMPDIR/comparison
unset NO_COLOR COLUMNS OSCOST_BASELINE
export LC_ALL=C.UTF-8 OSCOST_RESULTS="$TMPDIR/results"
made_up "$a" 20 1
made_up "$b" 21 2
dearer "$b" syscall.getppid 1.1
dearer "$b" process.fork .8

# The verdicts, for programs, and nothing is left behind for them.
check_status 0 "$oscost" compare "$a" "$b" --format tsv
cp "$TMPDIR/out" "$TMPDIR/tsv"
check "dearer" test "$(verdict "$TMPDIR/tsv" syscall.getppid)" = REGRESSED
check "cheaper" test "$(verdict "$TMPDIR/tsv" process.fork)" = IMPROVED
check "the same" test "$(verdict "$TMPDIR/tsv" syscall.nosys)" = SAME
check "the ratio is what was put in" test "$(field "$TMPDIR/tsv" ratio case=syscall.getppid | cut -c1-4)" = 1.09 -o \
	"$(field "$TMPDIR/tsv" ratio case=syscall.getppid | cut -c1-3)" = 1.1
check "INVALID is not compared" test "$(verdict "$TMPDIR/tsv" ctxsw.pipe.thread)" = -
check "nor SKIPPED" test "$(verdict "$TMPDIR/tsv" process.vfork_exit_wait)" = -
check "no folder was made" test ! -e "$OSCOST_RESULTS"

# For people: at 80 columns, plain ASCII, and the page beside it.
check_status 0 env COLUMNS=80 LC_ALL=C "$oscost" compare "$a" "$b" --out "$out"
check "plain ASCII" absent "[^ -~]" "$TMPDIR/out"
check "no line is longer" absent ".{81}" "$TMPDIR/out"
check "the interval stays" grep -Eq 'syscall.getppid .* [+][0-9.]+ to [+][0-9.]+  [+] +20$' "$TMPDIR/out"
check "the least change is told" grep -q 'Least change that would have been found' "$TMPDIR/out"
check "the means come last" test -n "$(tail -n 1 "$TMPDIR/out" | grep "All cases")"
for file in compare.html compare.txt compare.tsv; do check "$file" test -s "$out/$file"; done
check "the same figures there" cmp -s "$out/compare.tsv" "$TMPDIR/tsv"
if command -v gnuplot >/dev/null; then
	for picture in forest shift; do
		check "$picture.png" test -s "$out/$picture.png"
		check "$picture in the page" grep -q "href=\"$picture.svg\"" "$out/compare.html"
	done
fi
check "nothing is loaded" absent "<(script|link|img|iframe|object|embed)|@import" "$out/compare.html"
check_status 0 "$oscost" compare "$a" "$b" --no-pictures
check "a folder of its own among the results" test -s "$OSCOST_RESULTS"/compare-*/compare.html

# What differs is said, and another kernel takes more than one boot.
cp -r "$b" "$TMPDIR/kernel"
machine "$TMPDIR/kernel" kernel.release 6.12.0
check_status 0 env COLUMNS=120 "$oscost" compare "$a" "$TMPDIR/kernel" --no-pictures --out "$out"
check "the kernels" grep -q 'kernel.release: 6.8.0-45-generic → 6.12.0' "$TMPDIR/out"
check "dates are no difference" absent "date:" "$TMPDIR/out"
check "one boot is too few" grep -q 'a verdict takes 5 boots of each' "$TMPDIR/out"
check "so there is no verdict" test "$(verdict "$out/compare.tsv" syscall.getppid)" = INCONCLUSIVE
mkdir "$TMPDIR/old" "$TMPDIR/new"
for boot in 1 2 3 4 5; do
	cp -r "$a" "$TMPDIR/old/$boot"
	cp -r "$TMPDIR/kernel" "$TMPDIR/new/$boot"
	machine "$TMPDIR/old/$boot" kernel.boot_id "old-$boot"
	machine "$TMPDIR/new/$boot" kernel.boot_id "new-$boot"
	dearer "$TMPDIR/old/$boot" syscall.getppid "1.00$boot"
	dearer "$TMPDIR/new/$boot" syscall.getppid "1.00$boot"
done
check_status 0 "$oscost" compare "$TMPDIR/old" "$TMPDIR/new" --only 'syscall.getppid' --no-pictures --out "$out"
check "five boots will do" test "$(verdict "$out/compare.tsv" syscall.getppid)" = REGRESSED
check "one value a boot" test "$(field "$out/compare.tsv" n_a case=syscall.getppid)" = 5
check_status 0 "$oscost" compare "$TMPDIR/old/1,$TMPDIR/old/2" "$a" --format tsv
check "runs with a comma between count as one" test "$(field "$TMPDIR/out" n_a case=syscall.getppid)" = 40

# Three: a matrix of ratios.
check_status 0 env COLUMNS=100 "$oscost" compare "$a" "$b" "$a" --no-pictures --out "$out"
check "ratios side by side" grep -Eq '^  syscall.getppid +[0-9.]+ ns +1\.[01][0-9]+ ▲ +1\.000 =$' "$TMPDIR/out"
cp "$TMPDIR/out" "$TMPDIR/out.3"
check "the means too" grep -Eq '^  All cases' "$TMPDIR/out"
check_status 0 "$oscost" compare "$a" "$b" "$a" --format json
if command -v jq >/dev/null; then
	check "JSON" test "$(jq -r '.comparisons[0].cases[] | select(.case == "syscall.getppid") | .verdict' "$TMPDIR/out")" = REGRESSED
	check "two comparisons" test "$(jq '.comparisons | length' "$TMPDIR/out")" = 2
fi

check "unit and rules are told" grep -q '^in       ns' "$TMPDIR/out.3"
check "once, where they are the same" test "$(grep -c '^judged ' "$TMPDIR/out.3")" = 1

# A run on both sides is said: such sides are alike by themselves.
check_status 0 env COLUMNS=200 "$oscost" compare "$a,$b" "$b" --no-pictures --out "$out"
check "in the text" grep -q "^A → B  *1 run is on both sides, .*: $b\$" "$TMPDIR/out"
check "on the page" grep -q '1 run is on both sides' "$out/compare.html"

# Noise: each case's θ stands beside its change on any terminal, and a θ that hides all but gross changes is told.
for i in 1 2 3; do
	made_up "$TMPDIR/aa$i" "1$i" "$i"
	dearer "$TMPDIR/aa$i" process.fork "1.$i"
	OSCOST_BASELINE=$TMPDIR/aa "$oscost" baseline add "$TMPDIR/aa$i" >/dev/null
done
key=$(ls "$TMPDIR/aa")
mkdir -p "$TMPDIR/noisy/$key"
mv "$TMPDIR/aa/$key" "$TMPDIR/noisy/$key/noise"
rm "$TMPDIR/noisy/$key/noise/key.tsv"
check_status 0 env COLUMNS=80 LC_ALL=C "$oscost" compare "$a" "$b" --baseline "$TMPDIR/noisy" --no-pictures --out "$out"
check "θ is never left out" grep -Eq '^  process.fork .* -?[0-9.]+ to -?[0-9.]+ .* [0-9]+%' "$TMPDIR/out"
check "no line is longer with it" absent '.{81}' "$TMPDIR/out"
check "where the gate is blind" grep -q '1 case has a' "$TMPDIR/out"

# --only, --metric.
check_status 0 "$oscost" compare "$a" "$b" --only 'signal.*' --metric cycles --format tsv
check "only these" test "$(awk -F '\t' 'NR > 2 { print $3 }' "$TMPDIR/out" | sort | tr '\n' ' ')" = 'signal.check signal.self '
check "in cycles" test "$(field "$TMPDIR/out" unit case=signal.self)" = cycles

check_status 2 "$oscost" compare "$a" "$b" --only "nope*" --no-pictures --out "$TMPDIR/none"
says "none matches --only"
check "no table of nothing" test ! -s "$TMPDIR/out" -a ! -e "$TMPDIR/none"

# Contents are data. What is named in a message is clean.
bad="$TMPDIR/x y;touch \$TMPDIR'pwned\"\`z\`,"
cp -r "$b" "$bad"
# shellcheck disable=SC2016
words='<img src=x onerror=alert(1)>"'\''`touch pwned` $(touch pwned) | \ @x %s'
for key in host kernel.release run.tag run.under cpu.model; do machine "$bad" "$key" "$words"; done
awk -F '\t' -v OFS='\t' -v words="$words" 'NR > 2 { $4 = words; if ($7 != "ok") $8 = words } { print }' \
	"$b/cases.tsv" >"$bad/cases.tsv"
check_status 0 "$oscost" compare "$a" "$bad" --out "$out"
check "escaped" grep -q '&lt;img src=x' "$out/compare.html"
check "no element of theirs" absent "<img" "$out/compare.html"
check "nothing was started" test -z "$(find "$TMPDIR" -name "*pwned")"

# Damage: a line in the file is named, the exit status is 2, nothing is printed as a result.
broken() {
	rm -rf "$TMPDIR/broken"
	cp -r "$b" "$TMPDIR/broken"
	sed "$2" "$b/$1" >"$TMPDIR/broken/$1"
	check_status 2 "$oscost" compare "$a" "$TMPDIR/broken" --format tsv
	says "$1"
	check "no verdict from broken data: $2" test ! -s "$TMPDIR/out"
}
broken samples.tsv '1s/1$/2/'
broken samples.tsv '9s/[0-9]/NaN/4'
broken samples.tsv '12s/[0-9.]*\t/1e99\t/8'
broken samples.tsv '7s/^call/rm -rf/'
broken samples.tsv '5p'
broken cases.tsv '4p'
broken machine.tsv '5p'
broken machine.tsv 2,99d
cp "$b/machine.tsv" "$TMPDIR/broken/"
: >"$TMPDIR/broken/samples.tsv"
check_status 2 "$oscost" compare "$a" "$TMPDIR/broken"
head -c 3000 /dev/urandom >"$TMPDIR/broken/samples.tsv"
check_status 2 "$oscost" compare "$a" "$TMPDIR/broken"
says 'samples.tsv'
# A run that was cut short in the middle of a row is used, and said.
cp "$b/machine.tsv" "$b/cases.tsv" "$TMPDIR/broken/"
head -c 60000 "$b/samples.tsv" >"$TMPDIR/broken/samples.tsv"
check_status 0 "$oscost" compare "$a" "$TMPDIR/broken" --format tsv
says 'cut off in the middle of a row'

# Wrong use.
check_status 2 "$oscost" compare
says 'needs two runs'
check_status 2 "$oscost" compare "$a"
check_status 2 "$oscost" compare "$a" "$TMPDIR/nothing"
says 'no run'
mkdir "$TMPDIR/empty"
check_status 2 "$oscost" compare "$a" "$TMPDIR/empty"
says 'neither a run'
check_status 2 "$oscost" compare "$a" "$b" --format yaml
check_status 2 "$oscost" compare "$a" "$b" --metric bogo
for option in --quick --no-counters '--rounds 6' '--tag x' '--under nice'; do
	# shellcheck disable=SC2086
	check_status 2 "$oscost" compare "$a" "$b" $option
	says "${option%% *} is of measuring"
done
check_status 2 "$oscost" compare --paired 'env A=1'
says 'two prefix commands'
finish
