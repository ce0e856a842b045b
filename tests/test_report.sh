#!/bin/sh
# `oscost report` redraws everything from the files: the same bytes each time, on a hostile folder,
# without gnuplot, with a gnuplot that fails.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

data=$OSCOST_TOP/tests/data/report
oscost=$OSCOST_BUILD/oscost
run=$TMPDIR/run
unset NO_COLOR COLUMNS GNUTERM
export LC_ALL=C

sh "$data/make-run.sh" "$run" 7 4

# golden FILE WHAT: the same as tests/data/report/FILE; OSCOST_GOLDEN=write makes it so
golden() {
	if [ "${OSCOST_GOLDEN:-}" = write ]; then cp "$2" "$data/$1"; fi
	check "$1 is as it was" diff -u "$data/$1" "$2"
}

# The table at two widths, and in a locale without UTF-8; never a colour in a pipe.
check_status 0 env COLUMNS=80 LC_ALL=C.UTF-8 "$oscost" report "$run"
golden table-80.txt "$TMPDIR/out"
check_status 0 env COLUMNS=120 LC_ALL=C "$oscost" report "$run"
golden table-120-ascii.txt "$TMPDIR/out"
check "plain ASCII" sh -c "! LC_ALL=C grep -q '[^ -~]' \"\$1\"" - "$TMPDIR/out"
golden report.txt "$run/report.txt"

# Every picture that the page shows is there too, and lines fit.
pictures='overview distribution-syscall distribution-signal distribution-ctxsw distribution-process
	distribution-timer spread drift preempt gaps timeline'
have_gnuplot=no
if command -v gnuplot >/dev/null; then have_gnuplot=yes; fi
if [ "$have_gnuplot" = yes ]; then
	for picture in $pictures; do
		check "$picture.svg" grep -q '<text>' "$run/$picture.svg"
		check "$picture.png" test -s "$run/$picture.png"
		check "$picture in the page" grep -q "href=\"$picture.svg\"" "$run/report.html"
	done
	check "no picture is missing" sh -c "! grep -q 'class=\"notice\"' \"\$1\"" - "$run/report.html"
	# Ids are the picture's own: two of the same would draw each other's points.
	check "ids are there once" sh -c "[ -z \"\$(grep -o ' id=[\"'\\''][^\"'\\'']*' \"\$1\" |
		sort | uniq -d)\" ]" - "$run/report.html"
fi
check "no work folder is left" sh -c "! ls -d \"\$1\"/.report.* 2>/dev/null" - "$run"

# The same files, the same bytes.
mkdir "$TMPDIR/first"
cp "$run"/*.svg "$run/report.html" "$run/report.txt" "$run/summary.tsv" \
	"$TMPDIR/first/" 2>/dev/null || :
check_status 0 env TZ=Asia/Kathmandu GNUTERM=dumb "$oscost" report "$run"
for file in "$TMPDIR/first"/*; do
	check "$(basename "$file") again" cmp -s "$file" "$run/$(basename "$file")"
done

# A page needs nothing else, and loads nothing.
check "nothing is loaded" sh -c "! grep -qiE '<(script|link|img|iframe|object|embed)|@import|url\\(http' \"\$1\"" \
	- "$run/report.html"
check "every case is in the page" grep -q 'timer.preempt:100000' "$run/report.html"
check "derived figures say what they are" grep -q 'half a round trip' "$run/report.html"

# Contents are data, whatever they say; and so is the name of the folder.
bad="$TMPDIR/a b;touch \$TMPDIR'pwned\"\`x\`"
mkdir "$bad"
cp "$run"/machine.tsv "$run"/cases.tsv "$run"/samples.tsv "$run"/gaps.tsv "$bad"
# shellcheck disable=SC2016
words='<img src=x onerror=alert(1)>"'\''`touch pwned` $(touch pwned) @pwned \\ {/:Bold x} %s'
awk -F '\t' -v OFS='\t' -v words="$words" \
	'NR > 2 { $4 = words; if ($7 != "ok") $8 = words } { print }' \
	"$run/cases.tsv" >"$bad/cases.tsv"
awk -F '\t' -v OFS='\t' -v words="$words" \
	'NR > 2 && $1 != "run.complete" && $2 !~ /^[0-9.]+$/ { $2 = words } { print }' \
	"$run/machine.tsv" >"$bad/machine.tsv"
check_status 0 "$oscost" report "$bad"
check "escaped" grep -q '&lt;img src=x onerror=alert(1)&gt;' "$bad/report.html"
check "no element of theirs" sh -c "! grep -q '<img' \"\$1\"" - "$bad/report.html"
check "nothing was started" sh -c "! find \"\$1\" \"\$2\" -name '*pwned' | grep -q ." - \
	"$TMPDIR" "$OSCOST_TOP/tests"
if [ "$have_gnuplot" = yes ]; then check "pictures" test -s "$bad/spread.png"; fi

# A name that stands there already is replaced, not followed.
echo mine >"$TMPDIR/mine"
rm -f "$run/report.txt"
ln -s "$TMPDIR/mine" "$run/report.txt"
check_status 0 "$oscost" report "$run"
check "a link is not followed" grep -q mine "$TMPDIR/mine"

# Without gnuplot: text and page, and both say so.
check_status 0 env PATH=/nonexistent "$oscost" report "$run"
says 'gnuplot is not installed'
check "the page says it" grep -q 'gnuplot is not installed' "$run/report.html"
check "the table is whole" grep -q 'timer.interrupt' "$run/report.txt"

# A gnuplot that fails is no reason to keep the rest back.
mkdir "$TMPDIR/bin"
printf '#!/bin/sh\necho "line 0: undefined <b>variable</b>" >&2\nexit 1\n' >"$TMPDIR/bin/gnuplot"
chmod +x "$TMPDIR/bin/gnuplot"
check_status 0 env PATH="$TMPDIR/bin:$PATH" "$oscost" report "$run"
says 'gnuplot failed'
check "its words are escaped" grep -q 'undefined &lt;b&gt;variable' "$run/report.html"

# A run of which little is there.
mkdir "$TMPDIR/little"
cp "$run/machine.tsv" "$TMPDIR/little/"
sed -n '1,3p' "$run/cases.tsv" >"$TMPDIR/little/cases.tsv"
sed -n '1,6p' "$run/samples.tsv" >"$TMPDIR/little/samples.tsv"
sed -i 's/^run.complete.*/run.complete\tno/' "$TMPDIR/little/machine.tsv"
check_status 0 "$oscost" report "$TMPDIR/little"
check "too few processes are said" grep -q 'too few for an interval' "$TMPDIR/out"
check "interrupted" grep -q "INTERRUPTED: what was" "$TMPDIR/out"
check "one process is said as one" grep -q "only 1 process, too few" "$TMPDIR/little/report.txt"
printf "run.disturbed\tpreempted 41\n" >>"$TMPDIR/little/machine.tsv"
check_status 0 "$oscost" report "$TMPDIR/little"
check "what was disturbed, and how much of it was replaced" sh -c \
	"tr -s ' \n' '  ' <\"\$1\" | grep -q 'disturbed processes: preempted 41 (2 of them replaced by running them again), seed'" - \
	"$TMPDIR/little/report.txt"
check "interrupted, in the page" grep -q 'was interrupted' "$TMPDIR/little/report.html"

# Wrong use.
check_status 2 "$oscost" report
says 'needs one RUN'
check_status 2 "$oscost" report "$TMPDIR/nothing-here"
says 'no run'
mkdir "$TMPDIR/empty"
check_status 2 "$oscost" report "$TMPDIR/empty"
finish
