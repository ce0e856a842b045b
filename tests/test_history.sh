#!/bin/sh
# shellcheck disable=SC2317 # functions are called by check
# `oscost history`: finds the changes that are there and no others, over kernels and machines, in every
# format, beside broken and hostile runs.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

oscost=$OSCOST_BUILD/oscost
store=$TMPDIR/store
page=$TMPDIR/page
export LC_ALL=C OSCOST_RESULTS="$TMPDIR/results"
unset OSCOST_BASELINE

# has FILE PATTERN…: all of them are in the file
has() {
	file=$1
	shift
	for pattern; do grep -q -- "$pattern" "$file" || return 1; done
}
lacks() { ! grep -qiE -- "$2" "$1"; }
near() { awk -v a="$1" -v b="$2" -v off="$3" 'BEGIN { exit !(a >= b - off && a <= b + off) }'; }
# change N COLUMN: of the N-th row of the last table
change() { awk -F '\t' -v n="$1" -v name="$2" 'NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR == n + 2 { print $(at[name]) }' "$TMPDIR/out"; }

check_status 2 "$oscost" history --baseline "$store"
says 'there are no runs'

sh "$OSCOST_TOP/tests/data/history/make-store.sh" "$oscost" "$store" 120 12
keys=$(ls "$store")
new=$(echo "$keys" | grep '^6.8')

# Three changes, where they were put; run and commit and kernel on both sides.
check_status 0 "$oscost" history --baseline "$store" --format tsv
cp "$TMPDIR/out" "$TMPDIR/tsv"
check "three changes" [ "$(wc -l <"$TMPDIR/out")" = 5 ]
check "the first one's case" [ "$(change 1 case)" = signal.case1 ]
check "by 20%" near "$(change 1 change_percent)" 20 1.5
check "its commit" near "$(change 1 commit_after | tr -d c | sed 's/^0*//')" 61 1
check "its kernels" [ "$(change 1 kernel_before) $(change 1 kernel_after)" = '6.1.0-old 6.8.0-new' ]
check "its run" [ -d "$store/$new/$(change 1 run)" ]
check "down" near "$(change 2 change_percent)" -10 1.5
check "and up again" near "$(change 3 change_percent)" 11.1 1.5
check "at two thirds" near "$(change 3 commit_after | tr -d c | sed 's/^0*//')" 81 1
check "no page unasked" [ ! -e "$OSCOST_RESULTS" ]

# For people, and for programs.
check_status 0 "$oscost" history --baseline "$store" --out "$page"
says 'the page is'
check "the table" has "$TMPDIR/out" '^Example CPU$' '120 runs, 2021-01-01T00:00:00Z' \
	'signal.case1  +[0-9.]*%' '; kernel 6.1.0-old -> 6.8.0-new$' '3 changes in 2 of 12 cases' \
	'noise was never measured'
check "the page" has "$page/history.html" '6.1.0-old → 6.8.0-new' '<h2>Example CPU</h2>'
check "nothing is loaded" lacks "$page/history.html" '<(script|link|img|iframe|object|embed)|@import|url\(http'
if command -v gnuplot >/dev/null; then
	for picture in syscall signal ctxsw process timer; do
		check "$picture" grep -q '<text>' "$page/history-1-$picture.svg"
		check "$picture.png" test -s "$page/history-1-$picture.png"
		check "$picture in the page" grep -q "href=\"history-1-$picture.svg\"" "$page/history.html"
	done
	check "none is missing" lacks "$page/history.html" 'class="notice"'
	check "no work folder is left" sh -c "! ls -d \"\$1\"/.report.* 2>/dev/null" - "$page"
	cp -r "$page" "$TMPDIR/first"
	check_status 0 "$oscost" history --baseline "$store" --out "$page"
	check "the same again" diff -r "$TMPDIR/first" "$page"
fi
check_status 0 env PATH=/nonexistent "$oscost" history --baseline "$store" --out "$page"
says 'gnuplot is not installed'
if command -v jq >/dev/null; then
	check_status 0 "$oscost" history --baseline "$store" --format json
	check "JSON" jq -e '.machines | length == 1 and .[0].runs == 120 and (.[0].changes | length == 3) and
		(.[0].cases | length == 12) and .[0].changes[0].kernel_after == "6.8.0-new" and
		(.[0].changes[1].change < -0.09)' "$TMPDIR/out" >/dev/null
fi

# By case, by key; too few runs for a verdict.
check_status 0 "$oscost" history --baseline "$store" --format tsv --only 'ctxsw.*' --only nothing
check "one case" [ "$(wc -l <"$TMPDIR/out")" = 4 ]
check_status 2 "$oscost" history --baseline "$store" --only "nope*" --out "$TMPDIR/none" --no-pictures
says "matches --only"
check "no table of nothing" [ ! -s "$TMPDIR/out" ]
check "and no page" [ ! -e "$TMPDIR/none" ]
check_status 0 "$oscost" history --baseline "$store" --format tsv --key "$new"
check "one kernel" [ "$(wc -l <"$TMPDIR/out") $(change 1 case)" = '3 ctxsw.case2' ]
check_status 2 "$oscost" history --baseline "$store" --key 'none*'
says 'no runs of such a key'
mkdir "$TMPDIR/few"
cp -r "$store/$new" "$TMPDIR/few/"
find "$TMPDIR/few/$new" -mindepth 1 -maxdepth 1 -type d | sort | tail -n +16 | xargs rm -r
check_status 0 "$oscost" history --baseline "$TMPDIR/few" --out "$page" --no-pictures
check "too few" has "$TMPDIR/out" 'No change can be found in fewer than 16 runs' '12 cases, too few runs for a verdict'
check "without pictures" grep -q 'made without pictures' "$page/history.html"

# What the machine cannot tell from noise is no change: 25% between equal runs. A run a day, of which the
# noise was measured for the newer kernel.
noisy() { # noisy DAY FACTOR: an A/A run
	folder="$TMPDIR/aa/$1"
	mkdir -p "$folder"
	sed -e "s/^date	.*/date	2022-01-0$1T00:00:00Z/" "$store/$new/$(change 1 run)/machine.tsv" >"$folder/machine.tsv"
	printf '# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\nsignal.case1\t-\tns\t-\t-\t-\tok\t-\t0\n' >"$folder/cases.tsv"
	awk -v f="$2" 'BEGIN { print "# oscost samples 1"; print "case\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\toverhead_ticks\tdisturbed"
		for (i = 1; i <= 7; i++) printf "signal.case1\t-\t%d\t%d\t1\t1\t1\t%g\t-\t-\t-\n", i, i, 100 * f }' >"$folder/samples.tsv"
}
cp "$TMPDIR/tsv" "$TMPDIR/out"
for i in 1 2 3; do noisy "$i" "$((i % 2 + 4))"; done
for i in 1 2 3; do OSCOST_BASELINE=$TMPDIR/aastore "$oscost" baseline add "$TMPDIR/aa/$i" >/dev/null; done
mv "$TMPDIR/aastore/$new" "$store/$new/noise"
rm "$store/$new/noise/key.tsv"
check_status 0 "$oscost" history --baseline "$store" --format tsv
check "20% is within the noise" lacks "$TMPDIR/out" 'signal.case1'
check "10% of another case is not" has "$TMPDIR/out" 'ctxsw.case2'
check_status 0 "$oscost" history --baseline "$store" --out "$page" --no-pictures
check "it says why" has "$TMPDIR/out" '3 A/A runs until 2022-01-03'
rm -r "$store/$new/noise"

# Hashes are cut for people and stay whole for programs; what is no hash is left alone.
sh "$OSCOST_TOP/tests/data/history/make-store.sh" "$oscost" "$TMPDIR/hashes" 40 2
for folder in "$TMPDIR/hashes"/*/2*; do
	sed 's/^run.commit	\(.*\)/run.commit	0123456789abcdef0123456789abcdef01234567-\1/' "$folder/machine.tsv" >"$TMPDIR/m"
	cp "$TMPDIR/m" "$folder/machine.tsv"
done
check_status 0 "$oscost" history --baseline "$TMPDIR/hashes" --out "$page" --no-pictures
check "cut in the text" has "$TMPDIR/out" 'commit 0123456789ab-c[0-9]* -> 0123456789ab-c[0-9]*;'
check "cut on the page" has "$page/history.html" '>0123456789ab-c[0-9]* → 0123456789ab-c[0-9]*<'
check_status 0 "$oscost" history --baseline "$TMPDIR/hashes" --format tsv
check "whole for programs" has "$TMPDIR/out" '0123456789abcdef0123456789abcdef01234567-c'
check "other words stay" has "$TMPDIR/tsv" 'c0000'

# Another machine is another story.
cp -r "$store" "$TMPDIR/two"
sh "$OSCOST_TOP/tests/data/history/make-store.sh" "$oscost" "$TMPDIR/second" 20 3
for folder in "$TMPDIR/second"/*/2*; do sed -i 's/^hypervisor.*/hypervisor	KVM/' "$folder/machine.tsv"; done
for folder in "$TMPDIR/second"/*; do
	key=$(OSCOST_BASELINE=$TMPDIR/second "$oscost" baseline list 2>&1 >/dev/null |
		sed -n "s,.*$(basename "$folder")/.*belongs to the key ,,p" | head -n 1)
	mv "$folder" "$TMPDIR/two/$key"
done
check_status 0 "$oscost" history --baseline "$TMPDIR/two" --out "$page" --no-pictures
check "both" has "$TMPDIR/out" '^Example CPU$' '^Example CPU, guest of KVM$' '120 runs' '20 runs'

# Broken runs are named with the line, and what is sound is used: the same changes come out.
good=$(find "$store/$new" -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)
spoil() { # spoil NAME: that folder's summary.tsv is standard input
	cp -r "$good" "$store/$new/$1"
	cat >"$store/$new/$1/summary.tsv"
}
head -c 3000 "$good/summary.tsv" | spoil cut
spoil empty </dev/null
sed '1s/1$/2/' "$good/summary.tsv" | spoil version
sed '5s/	ok	20	600	[^	]*/	ok	20	600	NaN/' "$good/summary.tsv" | spoil nan
awk -F '\t' -v OFS='\t' 'NR > 2 { $9 = "1e300" } { print }' "$good/summary.tsv" | spoil huge
awk -F '\t' -v OFS='\t' 'NR > 2 { $9 = "9e999" } { print }' "$good/summary.tsv" | spoil beyond
sed '3{p;}' "$good/summary.tsv" | spoil twice
head -c 20000 /dev/urandom | spoil binary
# shellcheck disable=SC2016
sed '3s/^[^	]*/x"$(touch pwned)`touch pwned`<script>/' "$good/summary.tsv" | spoil name
awk 'NR <= 2 { print } NR == 3 { for (i = 0; i < 5000; i++) { sub(/^[^\t]*/, "many.x" i); print } }' \
	"$good/summary.tsv" | spoil many
cp -r "$good" "$store/$new/missing" && rm "$store/$new/missing/summary.tsv"
check_status 0 "$oscost" history --baseline "$store" --format tsv
for name in cut empty version nan huge beyond twice binary name many missing; do
	says "left out: $new/$name: .*summary.tsv"
done
says "$new/nan: summary.tsv:5: column floor: not a number"
says "$new/version: summary.tsv:1: another version"
check "the same table" cmp -s "$TMPDIR/tsv" "$TMPDIR/out"
check_status 0 "$oscost" history --baseline "$store" --out "$page" --no-pictures
check "the page names them" has "$page/history.html" '11 stored runs were left out' "$new/nan: summary.tsv:5"
rm -r "$store/$new"/[a-z]*/

# Negative medians and zeros are figures like others; hostile words of a machine stay words.
mkdir "$TMPDIR/odd"
sh "$OSCOST_TOP/tests/data/history/make-store.sh" "$oscost" "$TMPDIR/made" 40 4
# shellcheck disable=SC2016
words='<script>alert(1)</script>"'\''`touch pwned` $(touch pwned) {/:Bold} %s \\ @x'
for folder in "$TMPDIR/made"/*/2*; do
	awk -F '\t' -v OFS='\t' 'NR > 2 && $1 == "signal.case1" { for (i = 8; i <= 13; i++) $i = -$i; t = $10; $10 = $11; $11 = t }
		NR > 2 && $1 == "process.case3" { for (i = 8; i <= 13; i++) $i = 0 } { print }' \
		"$folder/summary.tsv" >"$TMPDIR/s"
	cp "$TMPDIR/s" "$folder/summary.tsv"
	awk -F '\t' -v OFS='\t' -v words="$words" '$1 ~ /^(run.commit|cpu.model|hypervisor|host)$/ { $2 = words } { print }
		END { print "run.under", words }' "$folder/machine.tsv" >"$TMPDIR/m"
	cp "$TMPDIR/m" "$folder/machine.tsv"
done
# alone, for not every fault of many is listed
for folder in "$TMPDIR/made"/*; do
	mkdir "$TMPDIR/alone"
	name=$(basename "$folder")
	mv "$folder" "$TMPDIR/alone/$name"
	key=$(OSCOST_BASELINE=$TMPDIR/alone "$oscost" baseline list 2>&1 >/dev/null | sed -n "s,.*belongs to the key ,,p" | head -n 1)
	mv "$TMPDIR/alone/$name" "$TMPDIR/odd/$key"
	rmdir "$TMPDIR/alone"
done
(cd "$TMPDIR" && check_status 0 "$oscost" history --baseline odd --out "$page"
	check "escaped" has "$page/history.html" '&lt;script&gt;alert(1)'
	check "no element of theirs" lacks "$page/history.html" '<script'
	check "from -200 to -240" has "$TMPDIR/out" 'signal.case1  *–\|signal.case1  *-  '
	[ "$failures" = 0 ]) || failures=$((failures + 1))
check_status 0 "$oscost" history --baseline "$TMPDIR/odd" --format tsv
check "one row a change" [ "$(awk -F '\t' 'NF != 14 && NR > 1' "$TMPDIR/out" | wc -l)" = 0 ]
if command -v jq >/dev/null; then
	check_status 0 "$oscost" history --baseline "$TMPDIR/odd" --format json
	check "JSON of it" jq -e '.machines[0].under | contains("<script>")' "$TMPDIR/out" >/dev/null
fi
check "nothing was started" [ -z "$(find "$TMPDIR" . -maxdepth 2 -name '*pwned*')" ]

# Wrong use.
check_status 2 "$oscost" history --baseline "$store" more
check_status 2 "$oscost" history --baseline "$store" --format xml
echo mine >"$TMPDIR/file"
check_status 2 "$oscost" history --baseline "$store" --out "$TMPDIR/file" --no-pictures
check "it is as it was" grep -q mine "$TMPDIR/file"
check_status 2 "$oscost" history --baseline "$TMPDIR/file"

# One run is no trend: a page without pictures, and no complaint.
sh "$OSCOST_TOP/tests/data/history/make-store.sh" "$oscost" "$TMPDIR/single" 1 3
check_status 0 "$oscost" history --baseline "$TMPDIR/single" --out "$TMPDIR/single-page"
check "one run: no picture, no complaint" lacks "$TMPDIR/err" gnuplot
check "one run: the page" test -s "$TMPDIR/single-page/history.html"
finish
