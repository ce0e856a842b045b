#!/bin/sh
# Every change of a file fails once, in turn: words and exit status 2, or all of it there; never half a file under its
# final name.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall process

"$fail" 0 EIO "$TMPDIR/log" -- true || { echo "no user notification by seccomp here"; exit 77; }

# count_changes COMMAND...: the changes that it makes when nothing fails
count_changes() {
	"$fail" 0 EIO "$TMPDIR/log" -- "$@" >/dev/null 2>&1 </dev/null
	head -n 1 "$TMPDIR/log"
}

# each STRIDE PREPARE VERIFY COMMAND...: lets each change fail (every STRIDE-th, from a random one, unless LONG), in one
# way or another. VERIFY gets the command; $call is what failed.
each() {
	stride=$1
	prepare=$2
	verify=$3
	shift 3
	[ -z "$long" ] || stride=1
	$prepare
	changes=$(count_changes "$@")
	check "$1 $2: it changes files" test "$changes" -gt 0
	draw
	at=$((1 + chance % stride))
	turn=$chance
	while [ "$at" -le "$changes" ]; do
		turn=$((turn + 1))
		case $((turn % 5)) in
		0) error=ENOSPC ;;
		1) error=EIO ;;
		2) error=EDQUOT ;;
		3) error=SHORT ;;
		4) error=FULL ;;
		esac
		$prepare
		got=0
		"$fail" "$at" "$error" "$TMPDIR/log" -- "$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || got=$?
		call=$(sed -n '2s/ .*//p' "$TMPDIR/log")
		point="$2: $error at change $at of $changes, $(sed -n 2p "$TMPDIR/log")"
		[ -z "$call" ] || fault
		case $got in
		2)
			check "$point: words with the reason" grep -q '^oscost: .*\(No space left\|Input/output error\|quota exceeded\)' "$TMPDIR/err"
			check "$point: and the place" grep -q "/\|2026" "$TMPDIR/err"
			;;
		0 | 1) ;;
		*) check "$point: exit status $got" false ;;
		esac
		$verify "$@"
		at=$((at + stride))
	done
}

# nothing_of FIND_ARGUMENTS...: no such thing is left, unless what failed was the removal
nothing_of() {
	case $call in unlink | rmdir) return ;; esac
	[ -z "$(find "$@" 2>/dev/null)" ]
}

# A run is whole under its final name, or readable under the other.
run=$TMPDIR/run
fresh_run() { rm -rf "$run" "$run.partial"; }
verify_run() {
	if [ "$got" = 0 ]; then
		for file in machine cases samples gaps summary; do keeps "$point: $file.tsv" test -s "$run/$file.tsv"; done
		keeps "$point: the page" test -s "$run/report.html" -a -s "$run/report.txt"
	fi
	[ ! -d "$run" ] || keeps "$point: whole" whole_run "$run"
	if [ -d "$run.partial" ] && [ "$(rows "$run.partial/samples.tsv")" -gt 2 ]; then
		keeps "$point: what was measured is readable" whole_run "$run.partial"
	fi
	keeps "$point: nothing half" nothing_of "$run" "$run.partial" -name '*.tmp' -o -name new
}
promise "a run that cannot be written to the end says so, and keeps what it could write"
each 30 fresh_run verify_run "$oscost" measure --only syscall.getppid --rounds 2 --no-pictures --no-counters --out "$run"

made_up "$TMPDIR/one" 18 1
made_up "$TMPDIR/two" 19 2
cp -r "$TMPDIR/two" "$TMPDIR/worse"
machine "$TMPDIR/worse" run.seed 3
machine "$TMPDIR/worse" date 2026-11-20T11:33:00Z
dearer "$TMPDIR/worse" syscall.getppid 1.1
"$oscost" report "$TMPDIR/one" >/dev/null 2>&1
pictures=$(find "$TMPDIR/one" -name '*.svg' | wc -l)

# A report: each file is the old one, the new one, or not there. A picture may be missing if that is said.
fresh_report() {
	rm -rf "$run"
	cp -r "$TMPDIR/one" "$run"
	rm -f "$run"/report.* "$run"/*.svg "$run"/*.png "$run"/summary.tsv
}
verify_report() {
	for file in "$TMPDIR"/one/*; do
		name=$(basename "$file")
		case $name in *.html) continue ;; esac
		[ ! -e "$run/$name" ] || keeps "$point: $name is whole" cmp -s "$file" "$run/$name"
	done
	[ ! -e "$run/report.html" ] || keeps "$point: the page is whole" test "$(tail -c 8 "$run/report.html")" = '</html>'
	if [ "$got" = 0 ]; then
		keeps "$point: all but pictures is there" test -s "$run/summary.tsv" -a -s "$run/report.txt" -a -s "$run/report.html"
		[ "$(find "$run" -name '*.svg' | wc -l)" = "$pictures" ] ||
			keeps "$point: a missing picture is said" grep -q picture "$TMPDIR/err"
	fi
	keeps "$point: no work folder is left" nothing_of "$run" -name '.report*'
}
promise "a report that cannot be written says so; the files that are there are whole"
each 90 fresh_report verify_report "$oscost" report "$run"

# The store: a run is in it or it is not, and it can be added again.
fresh_base() {
	rm -rf "$base"
	"$oscost" baseline add "$TMPDIR/one" --baseline "$base" >/dev/null 2>&1
}
verify_base() {
	stored=$("$oscost" baseline list --baseline "$base" 2>"$TMPDIR/list.err" | grep -c '^  2026')
	keeps "$point: the first run stays, the second is there or not ($stored)" test "$stored" = 2 -o "$stored" = 1
	[ "$got" != 0 ] || keeps "$point: it is there" test "$stored" = 2
	for stored_run in "$base"/*/2*; do
		check "$point: $(basename "$stored_run") is read" "$oscost" compare "$stored_run" "$TMPDIR/one" --format tsv >/dev/null 2>&1
	done
	if [ "$stored" = 1 ]; then
		check_status 0 "$oscost" baseline add "$TMPDIR/two" --baseline "$base"
		keeps "$point: nothing of the first attempt is left" test "$(find "$base" -mindepth 2 -maxdepth 2 -type d | wc -l)" = 2
	fi
}
promise "a baseline has a run whole or not at all, and takes it at the next attempt"
each 8 fresh_base verify_base "$oscost" baseline add "$TMPDIR/two" --baseline "$base"

# What else changes the store: each run is as it was, as it will be, or gone where it was to go.
was=$TMPDIR/was will=$TMPDIR/will
fresh_store() {
	rm -rf "$base"
	cp -r "$was" "$base"
}
same_store() { diff -r -x '.*' "$1" "$2" >/dev/null; }
before_or_after() { diff -r "$was/$1" "$base/$1" >/dev/null 2>&1 || diff -r "$will/$1" "$base/$1" >/dev/null 2>&1; }
verify_store() {
	for stored_run in "$was"/*/2*; do
		name=${stored_run#"$was"/}
		[ -z "$(find "$base/$name" "$will/$name" -maxdepth 0 2>/dev/null)" ] ||
			keeps "$point: $name is as before or as after" before_or_after "$name"
	done
	if ! same_store "$base" "$will"; then
		if [ "$got" = 0 ]; then
			keeps "$point: it says what is not done" grep -q 'older runs stay: ' "$TMPDIR/err"
			set -- "$oscost" baseline prune --keep 1 --baseline "$base"
		fi
		check_status 0 "$@"
	fi
	keeps "$point: done at the second attempt" same_store "$base" "$will"
	keeps "$point: nothing of it is left" nothing_of "$base" -name '.new' -o -name '.old*'
}
change_store() {
	fresh_store
	check_status 0 "$@"
	rm -rf "$will"
	cp -r "$base" "$will"
	each 5 fresh_store verify_store "$@"
}
promise "a pin that cannot be set, a run that cannot be removed: the store is as before or as after, and the next attempt does it"
for day in 20 21; do made_up "$TMPDIR/$day" $day $day; done
"$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" "$TMPDIR/20" "$TMPDIR/21" --baseline "$was" >/dev/null 2>&1
"$oscost" baseline pin 20261118T113300Z-example-1 --baseline "$was"
change_store "$oscost" baseline pin 20261119T113300Z-example-2 --baseline "$base"
change_store "$oscost" baseline unpin 20261118T113300Z-example-1 --baseline "$base"
change_store "$oscost" baseline remove 20261119T113300Z-example-2 --baseline "$base"
change_store "$oscost" baseline prune --keep 1 --baseline "$base"
change_store "$oscost" baseline add --pin --keep 1 "$TMPDIR/worse" --baseline "$base"

# The noise of this machine: the set of before or the new one.
set -- "$oscost" noise --runs 3 --rounds 1 --only syscall.getppid --no-counters --baseline "$base"
fresh_noise() {
	rm -rf "$OSCOST_RESULTS"
	fresh_store
}
noise_is() { for set in "$base"/*/noise; do diff -r "$set" "$was/${set#"$base"/}" >/dev/null; return; done; }
verify_noise() {
	sets=$(find "$base" -mindepth 3 -maxdepth 3 -path '*/noise/2*' -type d | wc -l)
	keeps "$point: all of a set ($sets)" test "$sets" = 3
	keeps "$point: it is read" "$oscost" noise --show --baseline "$base" >/dev/null 2>&1
	[ "$got" != 0 ] || check "$point: it is the new one" eval '! noise_is'
	[ "$got" = 0 ] || keeps "$point: it is the old one" noise_is
	keeps "$point: the runs stay" diff -r -x ".*" -x noise "$base" "$was"
	keeps "$point: no folder is left" nothing_of "$OSCOST_RESULTS" -name 'noise-*'
}
promise "noise that cannot be kept leaves the set that was known, and no folders"
rm -rf "$base"
check_status 0 "$@"
cp -r "$base"/* "$was"
each 200 fresh_noise verify_noise "$@"

# Pages and exports: the same files as without a fault, those of before, or none.
rm -rf "$base"
"$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" --baseline "$base" >/dev/null 2>&1
verify_out() {
	whole_files "$got"
	keeps "$point: no work folder is left" nothing_of "$TMPDIR/out.d" "$TMPDIR/out.d.partial" -name '.report*'
	case $got in
	"$right") return ;;
	2) ;;
	*) check "$point: exit status $got" false ;;
	esac
	[ "$2" != receive ] || keeps "$point: no part of a run is left" nothing_of "$TMPDIR/out.d.partial" -maxdepth 0
	rm -rf "$TMPDIR/out.d.partial"
	check_status "$right" "$@"
	whole_files "$right"
}
# pages STRIDE STATUS COMMAND...: what it leaves without a fault, then with one
pages() {
	every=$1
	right=$2
	shift 2
	good_files "$@"
	each "$every" fresh_out verify_out "$@"
}
promise "what compare and check leave is whole or not there, and check passes nothing that it could not write"
pages 9 0 "$oscost" compare "$TMPDIR/one" "$TMPDIR/worse" --out "$TMPDIR/out.d" --no-pictures
pages 14 1 "$oscost" check "$TMPDIR/worse" --baseline "$base" --no-confirm --out "$TMPDIR/out.d" --no-pictures \
	--junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/summary.md"

promise "so is what history, claims, export and receive leave; a file that was there stays until the new one is whole"
pages 18 0 "$oscost" history --baseline "$base" --only syscall.getppid --out "$TMPDIR/out.d"
grep -v 'fact\.' "$OSCOST_BUILD/share/claims.tsv" >"$TMPDIR/claims.tsv"
pages 7 0 "$oscost" claims "$TMPDIR/one" --claims "$TMPDIR/claims.tsv" --no-pictures --out "$TMPDIR/out.d"
pages 20 0 "$oscost" receive "$TMPDIR/one" vm.kernel=made-up --no-pictures --out "$TMPDIR/out.d"
old='runs.csv otava.yaml'
pages 7 0 "$oscost" export otava "$TMPDIR/one" "$TMPDIR/two" --out "$TMPDIR/out.d/runs.csv" --config "$TMPDIR/out.d/otava.yaml"
old=''
# The gate that measures again: a verdict with all its files, or words; and another gate may follow into the same folder.
verify_gate() {
	[ ! -e "$TMPDIR/junit.xml" ] || keeps "$point: JUnit is whole" grep -q "</testsuites>" "$TMPDIR/junit.xml"
	[ ! -e "$TMPDIR/out.d/compare.html" ] || keeps "$point: so is the page" test "$(tail -c 8 "$TMPDIR/out.d/compare.html")" = "</html>"
	if [ "$got" != 2 ]; then
		for file in junit.xml summary.md out.d/compare.html out.d/compare.tsv; do
			keeps "$point: exit status $got, and $file" test -s "$TMPDIR/$file"
		done
		return
	fi
	again=0
	"$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || again=$?
	check "$point: the same gate afterwards gives a verdict, not $again: $(cat "$TMPDIR/err")" test "$again" -lt 2
	keeps "$point: nothing half is left" nothing_of "$TMPDIR/out.d" -name ".report*"
}
promise "a gate that cannot write what it measures again has no verdict, and the next one has"
if gate_input; then
	each 90 fresh_out verify_gate "$oscost" check "$TMPDIR/slow" --baseline "$base" --out "$TMPDIR/out.d" --no-pictures \
		--junit "$TMPDIR/junit.xml" --markdown "$TMPDIR/summary.md"
else
	not_tried "a gate that measures: nothing can be measured here"
fi

# The pictures are gnuplot's, which does not say that a disk is full: a real one, with more and more room on it.
promise "on a disk that is full while pictures are drawn each one is whole or missing, and the report says so"
pictures_on_full_disk() {
	unshare -m sh -c 'mount -t tmpfs -o size=8m none "$1" && cp -r "$2/." "$1" || exit 9
		cat /dev/zero >"$1/fill" 2>/dev/null
		truncate -s "-$3k" "$1/fill"
		"$4" report "$1" >/dev/null 2>"$5/err"
		status=$?
		rm "$1/fill"
		cp -r "$1/." "$5/drawn"
		exit $status' sh "$run" "$TMPDIR/bare" "$1" "$oscost" "$TMPDIR"
}
if unshare -m true 2>/dev/null && [ "$pictures" -gt 0 ]; then
	fresh_report
	cp -r "$run" "$TMPDIR/bare"
	draw
	room=$((200 + chance % 150)) step=450
	[ -z "$long" ] || step=25
	while [ "$room" -lt 1300 ]; do
		rm -rf "$TMPDIR/drawn"
		fault
		got=0
		pictures_on_full_disk "$room" || got=$?
		point="report with $room KiB of room"
		for file in "$TMPDIR"/drawn/*.svg "$TMPDIR"/drawn/*.png "$TMPDIR"/drawn/*.t[sx][vt]; do
			[ ! -e "$file" ] || keeps "$point: $(basename "$file") is whole" cmp -s "$file" "$TMPDIR/one/$(basename "$file")"
		done
		[ "$got" = 0 ] || check "$point: words" grep -q 'No space left' "$TMPDIR/err"
		[ "$(find "$TMPDIR/drawn" -name '*.png' | wc -l)" = "$pictures" ] ||
			check "$point: what is missing is said" grep -q 'picture\|gnuplot\|cannot be written' "$TMPDIR/err"
		room=$((room + step))
	done
else
	not_tried "a disk that gnuplot finds full: no mount namespace, or no gnuplot, here"
fi
finish_faults
