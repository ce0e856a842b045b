#!/bin/sh
# shellcheck disable=SC2317 # functions are called by check
# `oscost baseline`: several at once, killed in the middle, on a full disk, beside broken and hostile
# runs; what is under a run's name is whole, and nothing else is ever removed.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

oscost=$OSCOST_BUILD/oscost
store=$TMPDIR/store
export LC_ALL=C OSCOST_BASELINE="$store" OSCOST_RESULTS="$TMPDIR/results"
skipped=''

# run FOLDER DATE [KEY VALUE]: a small complete run of that date
sh "$OSCOST_TOP/tests/data/report/make-run.sh" "$TMPDIR/made" 6 2
run() {
	mkdir -p "$1"
	cp "$TMPDIR/made"/*.tsv "$1/"
	awk -F '\t' -v OFS='\t' -v date="$2" -v key="${3-}" -v value="${4-}" '
		$1 == "date" { $2 = date }
		$1 == key { $2 = value }
		{ print }' "$TMPDIR/made/machine.tsv" >"$1/machine.tsv"
}
kept() { find "$store" -mindepth 2 -maxdepth 2 -type d ! -name '.*' ! -name noise | wc -l; }
# has FILE PATTERN…: all of them are in the file
has() {
	file=$1
	shift
	for pattern; do grep -q -- "$pattern" "$file" || return 1; done
}
harmless() { printf '%s\n' "$1" | grep -qx '[A-Za-z0-9._-]*'; }
lacks() { ! grep -q -- "$2" "$1"; }
# all that is under a final name can be read to the end
all_whole() {
	for folder in "$store"/*/*/; do
		[ -d "$folder" ] || continue
		case $folder in */noise/) continue ;; esac
		cp -r "$folder" "$TMPDIR/whole"
		"$oscost" -q report "$TMPDIR/whole" >/dev/null 2>"$TMPDIR/why" || { cat "$TMPDIR/why" >&2; return 1; }
		rm -r "$TMPDIR/whole"
	done
}

# Kept, listed, not twice.
run "$TMPDIR/a" 2026-01-01T00:00:00Z
check_status 0 "$oscost" baseline list
says 'there are no runs'
check_status 0 "$oscost" baseline add "$TMPDIR/a"
check "its name" grep -qx '6.8.0-45-generic-amd-epyc-7763-64-core-pr-[0-9a-f]\{16\}/20260101T000000Z-example-1' \
	"$TMPDIR/out"
key=$(sed 's,/.*,,' "$TMPDIR/out")
check_status 2 "$oscost" baseline add "$TMPDIR/a"
says 'there already as 20260101T000000Z-example-1 (same host, date and seed)'
check "key.tsv" has "$store/$key/key.tsv" '^# oscost key 1$' '^mitigation.meltdown	Not affected$' '^run.under	-$'
check "it is small" [ "$(wc -l <"$store/$key/20260101T000000Z-example-1/samples.tsv")" -lt 200 ]
check_status 0 "$oscost" baseline list
check "listed" has "$TMPDIR/out" "^$key\$" '^  20260101T000000Z-example-1$'

# A stored run is a run, and says what it cannot know; that leaves it as it was.
cp -r "$store/$key/20260101T000000Z-example-1" "$TMPDIR/stored"
check_status 0 "$oscost" report "$TMPDIR/stored"
check "condensed, in words" has "$TMPDIR/stored/report.txt" 'condensed to one figure a process'
check_status 0 "$oscost" report "$TMPDIR/a"
median() { field "$1/summary.tsv" median case=process.fork unit=ns; }
same_figure() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > 0 && (a - b) ^ 2 <= (1e-9 * a) ^ 2) }'; }
check "the same medians" same_figure "$(median "$TMPDIR/a")" "$(median "$TMPDIR/stored")"
check "no floor" [ "$(field "$TMPDIR/stored/summary.tsv" floor case=process.fork unit=ns)" = - ]
check "INVALID stays" [ "$(field "$TMPDIR/stored/summary.tsv" status case=ctxsw.pipe.thread)" = INVALID ]
check "no picture of samples" [ ! -e "$TMPDIR/stored/spread.svg" ]

# Not to be kept.
run "$TMPDIR/cut" 2026-01-02T00:00:00Z run.complete no
check_status 2 "$oscost" baseline add "$TMPDIR/cut"
says 'only complete ones are kept'
run "$TMPDIR/broken" 2026-01-02T00:00:00Z
head -c 5000 "$TMPDIR/made/samples.tsv" >"$TMPDIR/broken/samples.tsv"
check_status 2 "$oscost" baseline add "$TMPDIR/broken"
says 'samples.tsv:[0-9]*: cut off'
printf 'ctxsw.pipe.self\t-\tNaN\n' >>"$TMPDIR/broken/samples.tsv"
check_status 2 "$oscost" baseline add "$TMPDIR/broken" "$TMPDIR/nowhere"
says 'samples.tsv:'
says 'no run'
run "$TMPDIR/undated" 'sometime'
check_status 2 "$oscost" baseline add "$TMPDIR/undated"
says 'no date'
check "none of them is there" [ "$(kept)" = 1 ]

# Eight at once, and none is lost; of the same one eight times, one stays.
for i in 1 2 3 4 5 6 7 8; do run "$TMPDIR/p$i" "2026-02-0${i}T00:00:00Z"; done
run "$TMPDIR/same" 2026-02-09T00:00:00Z
for i in 1 2 3 4 5 6 7 8; do
	"$oscost" baseline add "$TMPDIR/p$i" >/dev/null 2>"$TMPDIR/err$i" &
done
wait
check "eight at once" [ "$(kept)" = 9 ]
for i in 1 2 3 4 5 6 7 8; do
	"$oscost" baseline add "$TMPDIR/same" >>"$TMPDIR/wins" 2>/dev/null &
done
wait
check "one of the same" [ "$(kept)" = 10 ]
check "one has won" [ "$(wc -l <"$TMPDIR/wins")" = 1 ]
check "all are whole" all_whole

# Killed in the middle: nothing half-written under a name, and what is left goes.
killed=0
for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13; do
	run "$TMPDIR/k" "2026-03-01T00:00:$((10 + i))Z"
	"$oscost" baseline add "$TMPDIR/k" >/dev/null 2>&1 &
	pid=$!
	sleep "0.0$((i / 2))$((i % 2 * 5))"
	kill -9 "$pid" 2>/dev/null || :
	status=0
	wait "$pid" 2>/dev/null || status=$?
	[ "$status" != 137 ] || killed=$((killed + 1))
done
check "some were killed" [ "$killed" -gt 0 ]
check "all are whole after kills" all_whole
# What one leaves that dies while it writes.
mkdir -p "$store/$key/.new"
head -c 3000 "$TMPDIR/made/samples.tsv" >"$store/$key/.new/samples.tsv.tmp"
run "$TMPDIR/after" 2026-03-02T00:00:00Z
check_status 0 "$oscost" baseline add "$TMPDIR/after"
check "leftovers are gone" [ ! -e "$store/$key/.new" ]

# Pins and pruning; another kernel has a count of its own.
run "$TMPDIR/other" 2026-01-01T00:00:00Z kernel.release 6.9.0
check_status 0 "$oscost" baseline add --pin "$TMPDIR/other"
check_status 0 "$oscost" baseline pin "20260201T000000Z-example-1" "$key/20260202T000000Z-example-1"
check_status 0 "$oscost" baseline unpin "20260202T000000Z-example-1"
check_status 0 "$oscost" baseline prune --keep 2
check_status 0 "$oscost" baseline list
check "pinned, two last, and the other's" has "$TMPDIR/out" '20260201T000000Z-example-1  pinned$' \
	'20260302T000000Z-example-1$' '^6.9.0-'
check "four stay" [ "$(kept)" = 4 ]
check_status 2 "$oscost" baseline pin 20260101T000000Z
says 'no stored run of that name'
# The same run name under two keys wants the key.
check_status 0 "$oscost" baseline add --keep 0 "$TMPDIR/a"
check_status 2 "$oscost" baseline remove 20260101T000000Z-example-1
says 'say KEY/NAME'
check_status 0 "$oscost" baseline remove "$key/20260101T000000Z-example-1"
run "$TMPDIR/last" 2026-03-03T00:00:00Z
check_status 0 "$oscost" baseline add --keep 1 "$TMPDIR/last"
says 'older run.* went'

# What is not ours stays, whatever it is called.
mine="$store/$key/20260303T000000Z-example-1/letter.txt"
echo mine >"$mine"
check_status 2 "$oscost" baseline remove 20260303T000000Z-example-1
says "'letter.txt' in it is not oscost's"
run "$TMPDIR/newer" 2026-03-04T00:00:00Z
check_status 0 "$oscost" baseline add --keep 1 "$TMPDIR/newer"
check "not pruned either" grep -q mine "$mine"
rm "$mine"
mkdir "$store/$key/letters" "$TMPDIR/away"
echo mine >"$store/$key/letters/machine.tsv.bak"
check_status 2 "$oscost" baseline remove letters
cp "$TMPDIR/made"/*.tsv "$TMPDIR/away/"
ln -s "$TMPDIR/away" "$store/$key/link"
for name in link ../away "$key/../../away" . .. noise '' "$key/" / "$TMPDIR/away"; do
	check_status 2 "$oscost" baseline remove "$name"
done
check "nothing went" [ -e "$store/$key/letters/machine.tsv.bak" ]
check "nothing went elsewhere" [ -e "$TMPDIR/away/machine.tsv" ]
rm "$store/$key/link"
rm -r "$store/$key/letters"

# Broken and hostile neighbours: named, and the rest is used.
before=$(kept)
# shellcheck disable=SC2016
words='<script>alert(1)</script>"'\''`touch pwned` $(touch pwned) \\ %s'
good="$store/$key/20260304T000000Z-example-1"
spoil() { # spoil NAME FILE: a copy of a good one with that as machine.tsv
	cp -r "$good" "$store/$key/$1"
	cp "$2" "$store/$key/$1/machine.tsv"
}
head -c 200 "$good/machine.tsv" >"$TMPDIR/m" && spoil cut "$TMPDIR/m"
: >"$TMPDIR/m" && spoil empty "$TMPDIR/m"
sed '1s/1$/2/' "$good/machine.tsv" >"$TMPDIR/m" && spoil version "$TMPDIR/m"
head -c 3000 /dev/urandom >"$TMPDIR/m" && spoil binary "$TMPDIR/m"
sed '4{p;}' "$good/machine.tsv" >"$TMPDIR/m" && spoil duplicate "$TMPDIR/m"
{ cat "$good/machine.tsv"; awk 'BEGIN { printf "huge\t"; for (i = 0; i < 70000; i++) printf "x"; print "" }'; } \
	>"$TMPDIR/m" && spoil huge "$TMPDIR/m"
cp -r "$good" "$store/$key/gone" && rm "$store/$key/gone/machine.tsv"
mkdir "${store:?}/$key/${words%%/*}${words#*/}"
mkdir "$store/$key/line
break"
check_status 0 "$oscost" baseline list
for name in cut empty version binary duplicate huge gone; do says "left out: $key/$name: "; done
says 'machine.tsv:1: another version'
says 'machine.tsv:1: empty file'
says 'left out: .*/line?break: not the name of a run'
says 'left out: .*<script>.*not the name of a run'
check "the good ones are listed" [ "$(grep -c '^  2026' "$TMPDIR/out")" = "$before" ]
check "nothing was started" [ -z "$(find "$TMPDIR" . -maxdepth 1 -name '*pwned')" ]
check_status 0 "$oscost" baseline remove empty version binary duplicate huge cut
check_status 2 "$oscost" baseline remove gone
rm -r "$store/$key/gone" "${store:?}/$key/${words%%/*}${words#*/}" "$store/$key/line
break"
run "$TMPDIR/hostile" 2026-03-05T00:00:00Z run.seed "$words"
awk -F '\t' -v OFS='\t' -v words="$words" 'BEGIN { getline; print; getline; print; print "run.tag", words }
	$1 == "host" { $2 = words } { print }' "$TMPDIR/hostile/machine.tsv" >"$TMPDIR/m"
cp "$TMPDIR/m" "$TMPDIR/hostile/machine.tsv"
check_status 0 "$oscost" baseline add "$TMPDIR/hostile"
name=$(sed 's,.*/,,' "$TMPDIR/out")
check "its name is harmless" harmless "$name"
check_status 0 "$oscost" baseline list
check_status 0 "$oscost" baseline remove "$name"
esc=$(printf '\033')
run "$TMPDIR/escape" 2026-03-05T00:00:00Z
printf 'run.tag\t%s[2Jx\n' "$esc" >>"$TMPDIR/escape/machine.tsv"
check_status 2 "$oscost" baseline add "$TMPDIR/escape"
says 'control character'

# A disk that is full, a folder that cannot be written: said, and what was there is whole.
if unshare -m true 2>/dev/null; then
	run "$TMPDIR/more" 2026-04-01T00:00:00Z
	cat >"$TMPDIR/full.sh" <<'SCRIPT'
set -eu
mkdir "$1/small"
mount -t tmpfs -o size=8m tmpfs "$1/small"
cp -r "$2" "$1/small/store"
cat /dev/zero >"$1/small/fill" 2>/dev/null || :
truncate -s -16k "$1/small/fill"
OSCOST_BASELINE=$1/small/store
export OSCOST_BASELINE
status=0
"$3" baseline add "$1/more" 2>"$1/full.err" || status=$?
echo "$status" >"$1/full.status"
ls -a "$1/small/store"/*/ >"$1/full.ls"
"$3" baseline list >"$1/full.list"
mount -o remount,ro "$1/small"
status=0
"$3" baseline add "$1/last" 2>"$1/ro.err" || status=$?
echo "$status" >"$1/ro.status"
"$3" baseline list >"$1/ro.list"
SCRIPT
	check "in a namespace of its own" unshare -m sh "$TMPDIR/full.sh" "$TMPDIR" "$store" "$oscost"
	check "a full disk is an error" [ "$(cat "$TMPDIR/full.status")" = 2 ]
	check "it says so" grep -q 'No space left' "$TMPDIR/full.err"
	check "nothing is left of it" lacks "$TMPDIR/full.ls" '20260401\|^\.new'
	check "what was there is there" [ "$(grep -c '^  2026' "$TMPDIR/full.list")" = "$(kept)" ]
	check "read-only is an error" [ "$(cat "$TMPDIR/ro.status")" = 2 ]
	check "reading works" cmp -s "$TMPDIR/full.list" "$TMPDIR/ro.list"
else
	skipped="no mount namespace: full disk and read-only folder not tried"
fi

# A lock file that is a link, a folder that is a file.
ln -s "$TMPDIR/letter" "$TMPDIR/.lock"
check_status 2 "$oscost" baseline add --baseline "$TMPDIR" "$TMPDIR/last"
check "the link was not followed" [ ! -e "$TMPDIR/letter" ]
echo mine >"$TMPDIR/file"
check_status 2 "$oscost" baseline add --baseline "$TMPDIR/file" "$TMPDIR/last"
check_status 2 "$oscost" baseline list --baseline "$TMPDIR/file"

# Wrong use.
check_status 2 "$oscost" baseline
says 'needs an action'
check_status 2 "$oscost" baseline ad
check_status 2 "$oscost" baseline add
check_status 2 "$oscost" baseline add --keep many "$TMPDIR/last"
check_status 2 "$oscost" baseline prune
check_status 2 "$oscost" baseline list more
check_status 2 "$oscost" baseline prune --keep 1 --baseline "$TMPDIR/nothing-here"
check "a folder that is only looked for is not made" [ ! -e "$TMPDIR/nothing-here" ]
check_status 0 "$oscost" help baseline

[ -z "$skipped" ] || echo "$skipped"
finish
