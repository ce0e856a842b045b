#!/bin/sh
# `oscost export` on runs that somebody else made up: hostile contents and names break no format, a broken run gives
# an error and nothing else, and files are replaced whole or not at all.
# shellcheck disable=SC2016,SC2317 # jq and sh -c have variables of their own; functions are called by check
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

data=$OSCOST_TOP/tests/data/export
oscost=$OSCOST_BUILD/oscost
run=$TMPDIR/run
formats='benchfmt gbench smaller-is-better bmf otava openmetrics junit csv json'
unset NO_COLOR COLUMNS
export LC_ALL=C
cd "$TMPDIR"

sh "$OSCOST_TOP/tests/data/report/make-run.sh" "$run" 7 4

have() {
	command -v "$1" >/dev/null || { echo "not checked with $1: it is not installed" && return 1; }
}
holds() { jq -e "$@" >/dev/null; }
silent() { check "nothing on standard output" test ! -s "$TMPDIR/out"; }

# Every value and every text is hostile; the cases without figures carry theirs into the messages.
words='=cmd|'\''x'\''!A1 <img src=x onerror=alert(1)>"'\''`touch pwned` $(touch pwned) @pwned \ \\ \n {a="b"} ]]> &amp; %s %n, µ 中 ; # EOF'
long=$(printf "%020000d" 0 | sed 's/0/µ"/g')
bad="$TMPDIR/-a b;touch \$TMPDIR'pwned\"\`x\`,
$(printf '\377')<x>&"
mkdir "$bad"
cp "$run/gaps.tsv" "$bad"
export WORDS="$words" LONG="$long"
awk -F '\t' -v OFS='\t' 'NR > 2 { $4 = ENVIRON["WORDS"]; if ($7 != "ok") $8 = ENVIRON["WORDS"] } { print }' \
	"$run/cases.tsv" >"$bad/cases.tsv"
cp "$run/samples.tsv" "$bad/samples.tsv"
awk -F '\t' -v OFS='\t' '
	NR > 2 && $1 != "run.complete" && $1 != "date" && $2 !~ /^[0-9.]+$/ { $2 = ENVIRON["WORDS"] }
	$1 == "host" { $2 = ENVIRON["LONG"] }
	{ print }
	END { print "run.tag\t-1+1"; print "run.commit\t@x"; print "a\"b<c>&\\{}=,$(x)\t" ENVIRON["WORDS"] }' \
	"$run/machine.tsv" >"$bad/machine.tsv"
for format in $formats; do
	check_status 0 "$oscost" export "$format" -- "$bad"
	mv "$TMPDIR/out" "$format"
	check "$format is not empty" test -s "$format"
done
# shellcheck disable=SC2086
set -- $formats
check "nothing was started" sh -c '! find "$1" "$2" -name "*pwned" | grep -q .' - "$TMPDIR" "$OSCOST_TOP/tests"
check "no control character" sh -c '! cat "$@" | tr -d "\n\t\r" | LC_ALL=C grep -q "[[:cntrl:]]"' - "$@"

if have jq; then
	for format in gbench smaller-is-better bmf json; do check "$format is JSON" holds . "$format"; done
	check "json: values come back" holds --arg is "$words" \
		'.runs[0].machine | .["cpu.model"] == $is and .["a\"b<c>&\\{}=,$(x)"] == $is' json
	check "json: long ones too" holds '.runs[0].machine.host | length == 40000' json
	check "json: texts of cases" holds --arg is "$words" 'all(.runs[0].cases[]; .what == $is)' json
	check "json: reasons" holds --arg is "$words" \
		'any(.runs[0].summary[]; .status == "SKIPPED" and .note == $is)' json
	check "gbench: values come back" holds --arg is "$words" '.context | .kernel == $is and .cpu == $is' gbench
fi
if have xmllint; then
	check "junit keeps to the schema" xmllint --noout --nonet --relaxng "$data/junit.rng" junit
	xpath() { xmllint --nonet --xpath "$1" junit; }
	check "junit: values come back" test "$(xpath 'string(//property[@name="cpu.model"]/@value)')" = "$words"
	check "junit: reasons" test "$(xpath 'string(//skipped/@message)')" = "$words"
fi
if have sqlite3; then
	cell() { sqlite3 -batch :memory: '.mode csv' ".import $1 t" '.mode list' "$2"; }
	check "csv: no formula, else as it was" test "$(cell csv 'select distinct kernel from t')" = "'$words"
	check "csv: reasons" test "$(cell csv 'select note from t where status = "SKIPPED"')" = "'$words"
	check "csv: a row for each figure" test "$(cell csv 'select count(*) from t')" -gt 70
	check "csv: the long one" test "$(cell csv 'select distinct length(host) from t')" = 40000
	check "otava: no formula" test "$(cell otava 'select "commit", kernel from t')" = "'@x|'$words"
fi
check "csv: no cell begins a formula" sh -c '! grep -qE "(^|,)\"?[=+@]" csv'
# The package starts a service when it is installed: only unpacked.
promtool=$(command -v promtool || :)
if [ -z "$promtool" ] && command -v apt-get >/dev/null && command -v dpkg >/dev/null &&
	apt-get -o APT::Sandbox::User=root download prometheus >apt.log 2>&1 && dpkg -x prometheus_*.deb prometheus; then
	promtool=$TMPDIR/prometheus/usr/bin/promtool
fi
if [ -n "$promtool" ]; then
	check_status 0 "$oscost" export openmetrics "$run"
	mv "$TMPDIR/out" plain
	reads() { "$promtool" check metrics <"$1" >promtool.out 2>&1; }
	refuses() { ! reads "$1"; }
	for file in plain openmetrics; do
		check "openmetrics: promtool reads $file" reads "$file"
		check "openmetrics: promtool has nothing to say of $file" diff /dev/null promtool.out
	done
	sed 's/^\(oscost_latency_seconds.*\)} /\1 /' plain >refused
	check "openmetrics: promtool refuses what is broken" refuses refused
else
	echo "not checked with promtool: it is neither installed nor can it be fetched"
fi
# A label's value: no quote, backslash or newline but escaped.
check "openmetrics: every line is one" sh -c '! grep -vE "^(# (HELP|TYPE|UNIT|EOF).*|[a-z_]+({([a-z_]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\",?)*})? -?[0-9][-+0-9.e]*|# EOF)$" openmetrics'
check "benchfmt keeps to the rules" sh -c 'awk -f "$1/benchfmt.awk" benchfmt >/dev/null' - "$data"
check "benchfmt: a value on its line" grep -qxF "kernel: $words" benchfmt
check "benchfmt: a long one is cut between characters" test "$(grep '^host: ' benchfmt | wc -c)" = 4102
check_status 0 "$oscost" export otava --out 'a "b":\.csv' --config conf.yaml -- "$bad"
check "otava: the file's name is quoted" grep -qxF '    file: "a \"b\":\\.csv"' conf.yaml

# No run but a broken one: nothing is written.
broken() { # WHAT PATTERN: what is in the folder broken is refused in those words
	for format in $formats; do
		check_status 2 "$oscost" export "$format" broken
		says "$2"
		silent
	done
	check_status 2 "$oscost" export json "$run" broken
	silent
	check_status 2 "$oscost" export csv "$run" broken --out kept
	check "$1: no file" test ! -e kept
	rm -rf broken
	cp -r "$run" broken
}
mkdir broken
broken "an empty folder" 'machine.tsv'
sed '9s/\t[0-9]*\t/\tnan\t/' "$run/samples.tsv" >broken/samples.tsv
broken "no number" 'samples.tsv:9: column'
head -c 5000 /dev/urandom >broken/samples.tsv
broken "rubbish" 'samples.tsv:1'
sed '1s/1$/2/' "$run/cases.tsv" >broken/cases.tsv
broken "another version" 'cases.tsv:1'
printf 'host\tagain\n' >>broken/machine.tsv
broken "a key twice" 'machine.tsv:.*second time'
printf 'tag\tline\033[31m\n' >>broken/machine.tsv
broken "a control character" 'machine.tsv:'

# Huge, negative and vanishing figures are figures.
awk -F '\t' -v OFS='\t' '
	NR > 2 && $1 == "call.function" { $8 = -$8 }
	NR > 2 && $1 == "clock.vdso" { $8 = "9e29" }
	NR > 2 && $1 == "syscall.nosys" { $8 = "1e-300" }
	NR > 2 && $1 == "syscall.getpid.raw" { $6 = "18446744073709551615" }
	{ print }' "$run/samples.tsv" >broken/samples.tsv
for format in $formats; do
	check_status 0 "$oscost" export "$format" broken
	mv "$TMPDIR/out" "$format"
done
if have jq; then
	for format in gbench smaller-is-better bmf json; do check "absurd figures: $format is JSON" holds . "$format"; done
	check "absurd figures: negative" holds '.["call.function"].latency.value < 0' bmf
fi
check "absurd figures: benchfmt keeps to the rules" sh -c 'awk -f "$1/benchfmt.awk" benchfmt >/dev/null' - "$data"
check "absurd figures: operations" grep -q '^BenchmarkOscost/case=syscall.getpid.raw 9223372036854775807 ' benchfmt
if have xmllint; then
	check "absurd figures: junit keeps to the schema" xmllint --noout --nonet --relaxng "$data/junit.rng" junit
fi

# Cut off in the middle of a row, and interrupted: the rest is exported, and both are said.
rm -rf broken
cp -r "$run" broken
head -c 20000 "$run/samples.tsv" >broken/samples.tsv
check_status 0 "$oscost" export json broken
says 'cut off in the middle of a row'
if have jq; then check "incomplete" holds '.runs[0] | .complete == false and (.warning | length) > 0' "$TMPDIR/out"; fi
cp "$run/samples.tsv" broken
sed -i 's/^run.complete.*/run.complete\tno/' broken/machine.tsv
check_status 0 "$oscost" export csv broken
says 'was interrupted'
sed -i 's/^date.*/date\tyesterday/' broken/machine.tsv
check_status 2 "$oscost" export otava "$run" broken
says 'no date'
silent
check_status 0 "$oscost" export openmetrics broken
check "no time" sh -c '! grep -q timestamp "$1"' - "$TMPDIR/out"

# Files.
check_status 0 "$oscost" export bmf "$run" --out file
cp file before
check_status 0 "$oscost" export bmf "$run" --only 'ctxsw.*' --out file
check "replaced" sh -c '! cmp -s file before'
ln -s before link
for other in link /dev/null . ; do
	check_status 2 "$oscost" export bmf "$run" --out "$other"
	says 'no regular file'
done
check "/dev/null is as it was" test -c /dev/null
check_status 2 "$oscost" export bmf "$run" --out nowhere/file
says 'No such file'
check "nothing is left behind" test -z "$(find . -name '.report*')"
if [ -w /dev/full ]; then
	check_status 2 sh -c '"$1" export bmf "$2" >/dev/full' - "$oscost" "$run"
	says 'standard output'
fi

# Wrong use.
check_status 0 "$oscost" export
cp "$TMPDIR/out" list
check_status 0 "$oscost" help export
for format in $formats; do
	check "$format is listed" grep -q "^  $format " list
	check "$format is in the help" grep -q "^  $format " "$TMPDIR/out"
done
check "nothing else is listed" test "$(grep -c '^  ' list)" = "$(echo "$formats" | wc -w)"
check_status 2 "$oscost" export yaml "$run"
says "no format 'yaml'"
check_status 2 "$oscost" export bmf
says 'needs a RUN'
check_status 2 "$oscost" export bmf "$run" "$run"
says 'one RUN'
check_status 2 "$oscost" export csv "$run" --config x --out y
says 'for otava'
check_status 2 "$oscost" export otava "$run" --config x
says 'needs --out'
check_status 2 "$oscost" export csv "$run" --only 'nothing.*' --only 'syscall.*'
says "'nothing.\*' matches no result"
silent
check_status 2 "$oscost" export bmf "$run" --only process.vfork_exit_wait
says '1 SKIPPED'
says 'nothing is left'
silent
check_status 0 env OSCOST_RESULTS="$TMPDIR" "$oscost" export bmf run
finish
