#!/bin/sh
# Baseline folders that cannot be read, written, locked or trusted, or that vanish: words, and what was stored stays.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall
made_up "$TMPDIR/one" 18 1
made_up "$TMPDIR/two" 19 2
made_up "$TMPDIR/three" 20 3
full=$TMPDIR/full
"$oscost" baseline add "$TMPDIR/one" "$TMPDIR/two" --baseline "$full" >/dev/null 2>&1
first=20261118T113300Z-example-1 second=20261119T113300Z-example-2
key=$(basename "$(dirname "$full"/*/key.tsv)")

fresh() {
	rm -rf "$base"
	cp -r "$full" "$base"
}
same() { diff -r -x .lock "$base" "$full" >/dev/null; }
# as_before WHAT: nothing was lost or changed
as_before() { keeps "$1: the stored runs are as they were" same; }

# each_change STATUS PATTERN WITH...: what each change says when it is started by WITH
each_change() {
	status_wanted=$1
	words=$2
	shift 2
	for action in add pin prune remove; do
		fault
		case $action in
		add) check_status "$status_wanted" "$@" "$oscost" baseline add "$TMPDIR/three" --baseline "$base" ;;
		prune) check_status "$status_wanted" "$@" "$oscost" baseline prune --keep 1 --baseline "$base" ;;
		*) check_status "$status_wanted" "$@" "$oscost" baseline "$action" "$first" --baseline "$base" ;;
		esac
		says "$words"
		as_before "$action"
	done
}
# each_reader STATUS WITH...
each_reader() {
	status_wanted=$1
	shift
	fault 3
	check_status "$status_wanted" "$@" "$oscost" baseline list --baseline "$base"
	check_status "$status_wanted" "$@" "$oscost" history --baseline "$base" --format tsv
	check_status "$status_wanted" "$@" "$oscost" check "$TMPDIR/three" --baseline "$base" --no-confirm --no-pictures --out "$TMPDIR/out.d"
}

in_namespace() {
	unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 9
		shift; exec "$@"' sh "$base" "$@"
}
promise "a baseline folder that is read-only is read, and not changed"
fresh
if unshare -m true 2>/dev/null; then
	each_change 2 'Read-only file system' in_namespace
	each_reader 0 in_namespace
	as_before "reading"
else
	not_tried "a read-only baseline: no mount namespace can be made here"
fi

promise "one of another user is read as far as that is allowed; what cannot be read is said, and no gate passes for it"
chmod -R a+rX "$TMPDIR"/one "$TMPDIR"/two "$TMPDIR"/three "$TMPDIR/tree"
if others_reach; then
	fresh
	mkdir -p "$TMPDIR/out.d"
	chmod 777 "$TMPDIR/out.d"
	chmod -R go=rX "$base"
	each_change 2 'Permission denied' nobody
	each_reader 0 nobody
	check "reading took no run away" grep -q 'PASSED' "$TMPDIR/out"
	as_before "reading"
	# a folder of a key that may be listed and not entered; one that may not be listed; the whole that may not be entered
	for closed in "$key=644" "$key=711" "$key=700" ".=744" ".=700"; do
		fresh
		chmod -R go=rX "$base"
		chmod "${closed#*=}" "$base/${closed%=*}"
		each_reader 2 nobody
		says 'Permission denied'
		check_status 2 nobody "$oscost" check "$TMPDIR/three" --baseline "$base" --no-confirm --no-pictures --allow-missing --out "$TMPDIR/out.d"
		check_status 2 nobody "$oscost" baseline pin "$first" --baseline "$base"
	done
	# one run that cannot be read costs itself
	fresh
	chmod -R go=rX "$base"
	chmod 700 "$base/$key/$second"
	fault
	check_status 0 nobody "$oscost" baseline list --baseline "$base"
	says "$second: .*Permission denied"
	check "the other is listed" grep -q "$first" "$TMPDIR/out"
	rm -rf "$TMPDIR/out.d"
else
	not_tried "a baseline of another user: that wants root, and a folder that others may reach"
fi

promise "on a full disk: words, and what is there stays"
if unshare -m true 2>/dev/null; then
	# full_disk COMMAND...
	full_disk() {
		unshare -m sh -c 'mount -t tmpfs -o size=4m none "$1" && cp -r "$2/." "$1" && : >>"$1/.lock" || exit 9
			cat /dev/zero >"$1/fill" 2>/dev/null
			shift 2
			status=0
			"$@" || status=$?
			rm "$base/fill"
			rm -rf "$base.now"
			cp -r "$base" "$base.now"
			exit $status' sh "$base" "$full" "$@"
	}
	export base
	fresh
	fault
	check_status 2 full_disk "$oscost" baseline add "$TMPDIR/three" --baseline "$base"
	says 'No space left on device'
	keeps "a full disk: the stored runs are as they were" diff -r -x .lock "$base.now" "$full"
	# what takes no room, or gives some, works
	for action in 'remove' 'unpin'; do
		fault
		check_status 0 full_disk "$oscost" baseline "$action" "$first" --baseline "$base"
		keeps "$action on a full disk: the other run is as it was" diff -r "$base.now/$key/$second" "$full/$key/$second"
	done
else
	not_tried "a baseline on a full disk: no mount namespace can be made here"
fi

promise "a lock file that cannot be made or is none is named"
for what in mkdir "ln -s /nowhere/at-all"; do
	fresh
	rm -f "$base/.lock"
	$what "$base/.lock"
	each_change 2 'baseline folder cannot be written' timeout 20
	each_reader 0
done

promise "a foreign thing in it stays, whatever it is, and is in nobody's way"
fresh
mkdir "$base/letters" "$base/$key/notes" "$base/$key/$first/mine"
echo mine | tee "$base/README" "$base/$key/README" "$base/letters/a" "$base/$key/notes/a" "$base/$key/$first/mine/a" >/dev/null
mkfifo "$base/$key/pipe" "$base/$key/$second/pipe"
ln -s / "$base/$key/20261101T000000Z-root-1"
cp -r "$base" "$TMPDIR/foreign"
each_reader 0 timeout 60
fault
check_status 0 timeout 20 "$oscost" baseline prune --keep 1 --baseline "$base"
check_status 2 timeout 20 "$oscost" baseline remove "$second" --baseline "$base"
says "'pipe' in it is not oscost's"
keeps "all that is foreign stays" diff -r -x .lock -x pipe "$base" "$TMPDIR/foreign"
check_status 0 timeout 20 "$oscost" baseline add "$TMPDIR/three" --baseline "$base"

# at_random SPAN_MS DO COMMAND...: DO while COMMAND runs
at_random() {
	draw
	delay=$((chance * $1 / 1000000))
	do=$2
	shift 2
	got=0
	"$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null &
	pid=$!
	sleep "0.$(printf %03d "$delay")"
	$do
	wait "$pid" || got=$?
	fault
}
promise "one that vanishes, or loses a run, while it is read or changed: figures of what was there, or words; never a crash"
rounds=2
[ -z "$long" ] || rounds=60
vanish() { mv "$base" "$TMPDIR/away" 2>/dev/null; }
lose() { rm -rf "${base:?}/$key/$first"; }
turn=0
while [ "$turn" -lt "$rounds" ]; do
	turn=$((turn + 1))
	for do in vanish lose; do
		for command in 'baseline add '"$TMPDIR/three" 'history --no-pictures --out '"$TMPDIR/out.d" 'baseline list' \
			"check $TMPDIR/three --no-confirm --no-pictures --out $TMPDIR/out.d" 'baseline prune --keep 1'; do
			fresh
			rm -rf "$TMPDIR/away" "$TMPDIR/out.d"
			# no blank is in these paths
			# shellcheck disable=SC2086
			at_random 60 "$do" "$oscost" $command --baseline "$base"
			case $got in
			0) ;;
			2) check "$do, $command: words" grep -q '^oscost: ' "$TMPDIR/err" ;;
			*) check "$do, $command: exit status $got: $(cat "$TMPDIR/err")" false ;;
			esac
			now=$base
			[ ! -d "$TMPDIR/away" ] || now=$TMPDIR/away
			case $command in
			*prune*) ;;
			*) keeps "$do, $command: the other run stays" diff -r "$now/$key/$second" "$full/$key/$second" ;;
			esac
			for stored_run in "$now/$key"/2*; do
				[ ! -d "$stored_run" ] || keeps "$do, $command: $(basename "$stored_run") is whole" "$oscost" compare "$stored_run" "$TMPDIR/one" --format tsv >/dev/null 2>&1
			done
		done
	done
done
finish_faults
