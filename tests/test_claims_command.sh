#!/bin/sh
# `oscost claims`: the file of claims names what there is, made-up runs and facts give the verdicts
# that they should, and what comes from files and programs is data.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

data=$OSCOST_TOP/tests/data/claims
claims=$OSCOST_TOP/lib/oscost/claims.tsv
unset NO_COLOR COLUMNS GNUTERM
export LC_ALL=C.UTF-8

# golden FILE WHAT: the same as tests/data/claims/FILE; OSCOST_GOLDEN=write makes it so
golden() {
	if [ "${OSCOST_GOLDEN:-}" = write ]; then cp "$2" "$data/$1"; fi
	check "$1 is as it was" diff -u "$data/$1" "$2"
}

# Rows of a claims file without its remarks.
rows() { sed -e 1,2d -e '/^#/d' "$1"; }

# --- the file of claims ---------------------------------------------------------------------------

# names FILE: the cases, derived figures and facts that its expressions name; a curve as NAME:
names() {
	rows "$1" | cut -f 6,9 | sed 's/slope(\([a-z0-9_.]*\)/\1:/g' |
		grep -oE '[a-z][a-z0-9_]*(\.[a-z0-9_]+)+:?[A-Za-z0-9_.]*' | sort -u
}

# Everything that an expression may name here.
offered() {
	"$OSCOST_BUILD/oscost" list | sed -n 's/^\([a-z][^ ]*\) .*/\1/p'
	"$OSCOST_BUILD/oscost" list | sed -n 's/^\([a-z][^ :]*:\).*/\1/p'
	sed 1,2d "$OSCOST_BUILD/share/derived.tsv" | cut -f 1
	for program in "$OSCOST_BUILD"/fact/*; do
		case $program in *.d) continue ;; esac
		"$program" </dev/null | awk -F '\t' -v p="${program##*/}" \
			'$1 == "value" || $1 == "cannot" { print "fact." p "." $2 }'
	done
}

offered | sort -u >"$TMPDIR/offered"
names "$claims" | comm -23 - "$TMPDIR/offered" >"$TMPDIR/unknown"
check "every name of claims.tsv is offered: $(cat "$TMPDIR/unknown")" test ! -s "$TMPDIR/unknown"
check "there are names" test "$(names "$claims" | wc -l)" -gt 50
# ... and a name that nobody offers is found
sed 's/syscall\.getppid/syscall.getppd/' "$claims" >"$TMPDIR/wrong.tsv"
check "a wrong name is found" sh -c "[ \"\$1\" = syscall.getppd ]" - \
	"$(names "$TMPDIR/wrong.tsv" | comm -23 - "$TMPDIR/offered")"

rows "$claims" | cut -f 10 | sort -u | while read -r picture; do
	[ "$picture" = - ] || grep -q "\.name = \"$picture\"" "$OSCOST_TOP"/lib/oscost/picture*.c ||
		echo "$picture"
done >"$TMPDIR/unknown"
check "every picture is one of the report: $(cat "$TMPDIR/unknown")" test ! -s "$TMPDIR/unknown"
check "two sentences at least" sh -c "[ -z \"\$1\" ]" - \
	"$(rows "$claims" | cut -f 11 | grep -v '[.:;] [A-Za-z/0-9].*[.]$' || :)"

# Each program ends well and says so, also where it is told to be quiet about nothing.
for program in "$OSCOST_BUILD"/fact/*; do
	case $program in *.d) continue ;; esac
	check_status 0 "$program"
	check "$program ends" sh -c "[ \"\$(tail -n 1 \"\$1\")\" = end ]" - "$TMPDIR/out"
done

# --- made-up runs and facts -----------------------------------------------------------------------

run=$TMPDIR/run
sh "$OSCOST_TOP/tests/data/report/make-run.sh" "$run" 7 4
tree "$TMPDIR/tree" "$OSCOST_BUILD/bench/call"
oscost=$TMPDIR/tree/oscost
mkdir "$TMPDIR/tree/fact"

# fact NAME: a program that does what standard input says
fact() {
	{ echo '#!/bin/sh'; cat; } >"$TMPDIR/tree/fact/$1"
	chmod +x "$TMPDIR/tree/fact/$1"
}

fact good <<'END'
printf 'value\tchild\t0\tfork() returned to the child\n'
printf 'value\tparent\t4711\tfork() returned to the parent\nvalue\tpid\t4711\tPID of the child\n'
printf 'cannot\tnever\tthis processor does not trap\nend\n'
END
fact liar <<'END'
printf 'value\tchild\t7\tfork() returned to the child\nend\n'
END
fact crash <<'END'
printf 'value\tchild\t0\tfork() returned to the child\nend\n'
kill -SEGV $$
END
fact hangs <<'END'
printf 'value\tchild\t0\tfork() returned to the child\nend\n'
exec sleep 60
END

# where the facts were tried differs between machines
without_host() { sed '/^Facts of mechanism/,/^$/d' "$1"; }

check_status 0 env COLUMNS=80 "$oscost" claims --claims "$data/claims.tsv" "$run"
without_host "$TMPDIR/out" >"$TMPDIR/text"
golden text-80.txt "$TMPDIR/text"
check "the run is of another machine" sh -c \
	"tr '\n' ' ' <\"\$1\" | grep -q 'the run is of another one'" - "$TMPDIR/out"
check "lines fit" sh -c "! LC_ALL=C.UTF-8 grep -qE '^.{81,}' \"\$1\"" - "$TMPDIR/out"
check_status 0 env COLUMNS=80 LC_ALL=C "$oscost" claims --claims "$data/claims.tsv" "$run"
check "plain ASCII" sh -c "! LC_ALL=C grep -q '[^ -~]' \"\$1\"" - "$TMPDIR/out"
says "the page is $run/claims.html"
check "the page" grep -q '<p class="verdict holds">HOLDS</p>' "$run/claims.html"
check "the page says what is UNSTABLE" grep -q "; UNSTABLE: process.spawn_wait (half of the interval" "$run/claims.html"
check "and what the run is worth" grep -q "<p class=\"notice\">In this run .* oscost doctor" "$run/claims.html"
check "the text beside it" grep -q 'DOES NOT HOLD HERE' "$run/claims.txt"
check "nothing is loaded" sh -c \
	"! grep -qiE '<(script|link|img|iframe|object|embed)|@import|url\\(http' \"\$1\"" - \
	"$run/claims.html"
check_status 0 "$oscost" claims --claims "$data/claims.tsv" --format tsv "$run"
# the last digits are the processor's
awk -F "\t" -v OFS="\t" 'NR > 2 { for (i = 5; i <= 7; i++) if ($i != "-") $i = sprintf("%.6g", $i) } { print }' \
	"$TMPDIR/out" >"$TMPDIR/tsv"
golden verdicts.tsv "$TMPDIR/tsv"
check "no work folder is left" sh -c "! ls -d \"\$1\"/.report.* 2>/dev/null" - "$run"

# verdict ID: of the last --format tsv
verdict() { field "$TMPDIR/out" verdict "id=$1"; }

check "a liar does not hold" test "$(verdict lie)" = fails
check "a crash cannot be measured" test "$(verdict crash)" = cannot
check "a missing program cannot be measured" test "$(verdict gone)" = cannot

# A program that hangs is ended; what it had said does not count.
rows "$data/claims.tsv" | sed -n 's/fact\.crash\./fact.hangs./p' |
	{ sed 2q "$data/claims.tsv"; cat; } >"$TMPDIR/hangs.tsv"
check_status 0 "$oscost" claims --claims "$TMPDIR/hangs.tsv" --format tsv "$run"
check "it did not end in time" grep -q 'did not end in time' "$TMPDIR/out"
check "and cannot be measured" test "$(verdict crash)" = cannot

# Two runs: those that flip come first; no files without --out.
other=$TMPDIR/other
mkdir "$other"
cp "$run"/machine.tsv "$run"/cases.tsv "$run"/gaps.tsv "$other"
awk -F '\t' -v OFS='\t' 'NR > 2 && $1 == "syscall.getppid" { $8 *= 100 } { print }' \
	"$run/samples.tsv" >"$other/samples.tsv"
check_status 0 env COLUMNS=80 "$oscost" claims --claims "$data/claims.tsv" "$run" "$other"
without_host "$TMPDIR/out" >"$TMPDIR/text"
golden two-80.txt "$TMPDIR/text"
says "no page is written of two runs: --out DIR"
check "no page of two in a run" test ! -e "$other/claims.html"
check_status 0 "$oscost" claims --claims "$data/claims.tsv" --out "$TMPDIR" "$run" "$other"
check "the page of two" grep -q 'Claims that flip' "$TMPDIR/claims.html"
says "the page is $TMPDIR/claims.html"
check_status 0 "$oscost" claims --claims "$data/claims.tsv" "$run" "$run"
check "what is the same does not flip" grep -q "^No claim flips: every verdict is the same" "$TMPDIR/out"
check "no heading of what differs" absent "[Vv]erdicts that differ" "$TMPDIR/out"
if command -v jq >/dev/null; then
	check_status 0 "$oscost" claims --claims "$data/claims.tsv" --format json "$run" "$other"
	cp "$TMPDIR/out" "$TMPDIR/json"
	check "JSON: what is UNSTABLE, and why a cost is missing" sh -c \
		"jq -e '[.claims[].answers[] | select((.unstable // \"\" | contains(\"spawn_wait (half\")) or (.no_figure // \"\" | contains(\"seccomp\")))] | length == 4' \"\$1\" >/dev/null" - \
		"$TMPDIR/json"
	check "JSON" sh -c "jq -e '.claims | map(select(.change == \"flip\")) | length == 1' \"\$1\" >/dev/null" - \
		"$TMPDIR/json"
fi

# --- what comes from elsewhere is data ------------------------------------------------------------

# shellcheck disable=SC2016
words='<img src=x onerror=alert(1)>"'\''`touch pwned` $(touch pwned) \\ %s &amp;'
bad=$TMPDIR/bad
mkdir "$bad"
cp "$run"/samples.tsv "$run"/gaps.tsv "$bad"
awk -F '\t' -v OFS='\t' -v words="$words" \
	'NR > 2 { $4 = words; if ($7 != "ok") $8 = words } { print }' "$run/cases.tsv" >"$bad/cases.tsv"
awk -F '\t' -v OFS='\t' -v words="$words" \
	'NR > 2 && $1 != "run.complete" && $2 !~ /^[0-9.]+$/ { $2 = words } { print }' \
	"$run/machine.tsv" >"$bad/machine.tsv"
awk -F '\t' -v OFS='\t' -v words="$words" \
	'NR > 2 && !/^#/ { $2 = $2 words; $3 = words; $4 = words; $5 = words; $11 = words } { print }' \
	"$data/claims.tsv" >"$TMPDIR/bad.tsv"
printf "printf 'value\\\\tchild\\\\t0\\\\t<img src=x>\\\\033[31m\\\\nend\\\\n'\n" | fact liar
check_status 0 "$oscost" claims --claims "$TMPDIR/bad.tsv" "$bad"
check "no escape sequence" sh -c "! grep -q '$(printf '\033')' \"\$1\"" - "$TMPDIR/out"
check "the fact's words are there" grep -q '&lt;img src=x&gt;' "$bad/claims.html"
check "escaped" grep -q '&lt;img src=x onerror=alert(1)&gt;' "$bad/claims.html"
check "no element of theirs" sh -c "! grep -q '<img' \"\$1\"" - "$bad/claims.html"
check "nothing was started" sh -c "! find \"\$1\" \"\$2\" -name '*pwned' | grep -q ." - \
	"$TMPDIR" "$OSCOST_TOP/tests"

# A broken file says where.
{ sed 3q "$data/claims.tsv"; printf 'a\ts\tw\td\th\t-\t-\t-\tsyscall.getppid >\t-\te\n'; } >"$TMPDIR/wrong.tsv"
check_status 2 "$oscost" claims --claims "$TMPDIR/wrong.tsv" "$run"
says 'wrong.tsv:4: column relation: column 18: '
check_status 2 "$oscost" claims --claims "$TMPDIR/nothing-here.tsv" "$run"
says 'nothing-here.tsv'
check_status 2 "$oscost" claims --claims "$TMPDIR" "$run"
says 'not a regular file'

# --- use ------------------------------------------------------------------------------------------

check_status 0 "$oscost" help claims
check "help names the claims" grep -qF "rows of $TMPDIR/tree/share/claims.tsv," "$TMPDIR/out"
mkdir "$TMPDIR/none"
check_status 2 env OSCOST_RESULTS="$TMPDIR/none" "$oscost" claims
says './run.sh'
ln -s "$run" "$TMPDIR/none/latest"
check_status 0 env OSCOST_RESULTS="$TMPDIR/none" "$oscost" claims --no-pictures
check "the claims of the lecture" grep -q 'Common time slices' "$TMPDIR/out"
check_status 2 "$oscost" claims "$TMPDIR/nothing-here"
says 'no run'
check_status 2 "$oscost" claims "$run" "$run" "$run"
says 'one RUN, or two'
check_status 2 "$oscost" claims --format yaml "$run"
says 'text, tsv or json'
check_status 2 "$oscost" claims --out "$run/machine.tsv/x" "$run"
says 'cannot make the folder'
finish
