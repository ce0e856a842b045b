#!/bin/sh
# Prefix commands: what they change, what they cannot harm, and that nothing they start is left behind.
set -u
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
oscost=$OSCOST_BUILD/oscost
run=$TMPDIR/run

# under WANTED PREFIX [OPTION…]: a short measurement of system calls
# shellcheck disable=SC2317
under() {
	rm -rf "$run" "$run.partial"
	wanted_status=$1
	prefix=$2
	shift 2
	check_status "$wanted_status" env "OSCOST_TEST_MARK=$mark" "$oscost" measure --only syscall.getppid --rounds 2 --no-pictures --out "$run" --under "$prefix" "$@"
}
value() { awk -F '\t' -v key="$1" '$1 == key { print $2 }' "$run/machine.tsv"; }
# shellcheck disable=SC2317
measured() { [ "$(field "$run/summary.tsv" processes case=syscall.getppid metric=time unit=ns)" = 2 ]; }
# All that descends from the measurement, whatever became of its session, has this in its environment.
mark=oscost-left-$$
# shellcheck disable=SC2317
left() { grep -ls "OSCOST_TEST_MARK=$mark" /proc/[0-9]*/environ; }
# shellcheck disable=SC2317
nothing_left() { [ -z "$(left)" ]; }

# Wrappers of our own.
wrapper() {
	printf '#!/bin/sh\n%s\n' "$2" >"$TMPDIR/$1"
	chmod +x "$TMPDIR/$1"
}
# shellcheck disable=SC2016
{
	wrapper ending 'exit 1'
	wrapper talking 'echo hello; exec "$@"'
	wrapper forging 'printf "oscost-bench\t3\nsample\tsyscall.getppid\t1\t1\t0\t-\t-\t0\t0\t0\t0\t0\t0\t0\t0\nend\n"; exec "$@"'
	wrapper babbling '"$@"; echo bye'
	wrapper closing 'for fd in 3 4 5 6 7 8 9; do eval "exec $fd>&-"; done; exec 3</dev/zero 4</dev/zero 5</dev/zero; exec "$@"'
	wrapper waiting '"$@"'
	wrapper leaving 'sh -c "while :; do sleep 1; done" '"$mark"' & setsid sh -c "trap : TERM INT HUP; while :; do sleep 1; done" '"$mark"' & exec "$@"'
	wrapper doubling 'setsid sh -c "setsid sh -c \"while :; do sleep 1; done\" '"$mark"' & exit" & "$@"'
	wrapper hanging 'case $2 in --list) exec "$@" ;; esac; setsid sh -c "trap : TERM INT HUP; while :; do sleep 1; done" '"$mark"
	wrapper daemon 'case $2 in --list) exec "$@" ;; esac; setsid "$@" & exit 0'
}

# Recorded as typed; the words are split as a shell does.
under 0 "env 'A=b c'"
check "recorded as it was typed" test "$(value run.under)" = "env 'A=b c'"
check "measured" measured
under 0 ''
check "an empty prefix is none" test "$(value run.under)" = -
under 0 "$TMPDIR/waiting"
check "a prefix may wait for what it starts" measured

# Wrong ones: a sentence, and no folder.
# refused PREFIX WORDS
refused() {
	under 2 "$1"
	says "$2"
	check "no folder for '$1'" test ! -e "$run" -a ! -e "$run.partial"
}
refused no-such-program-here 'there is no program'
# shellcheck disable=SC2016
refused '$(touch '"$TMPDIR"'/ran)' 'no command in it is run'
# shellcheck disable=SC2016
refused '`touch '"$TMPDIR"'/ran`' 'no command in it is run'
refused "env; touch $TMPDIR/ran" 'not a script'
refused "env 'a" 'not closed'
# shellcheck disable=SC2016
refused '$OSCOST_NO_SUCH_VARIABLE' 'is not set'
check "nothing was run" test ! -e "$TMPDIR/ran"
refused "$TMPDIR/ending" 'exit status 1'
refused "$TMPDIR/talking" 'not the protocol'
refused "$TMPDIR/forging" 'not a case'
refused "$TMPDIR/babbling" 'follows its last line'

# Closed descriptors, with others in their place: figures, and no counts that are none.
under 0 "$TMPDIR/closing"
check "measured without descriptors" measured
counted=$(awk -F '\t' 'NR == 2 { for (i = 1; i <= NF; i++) if ($i == "disturbed") from = i }
	NR > 2 { for (i = from + 1; i <= NF; i++) if ($i != "-") n++ } END { print n + 0 }' "$run/samples.tsv")
check "no counts from descriptors that are no counters: $counted" test "$counted" = 0

# What is left behind is killed, whatever session it is in.
for name in leaving doubling; do
	under 0 "$TMPDIR/$name"
	check "$name: measured" measured
	check "$name: nothing is left" nothing_left
done
under 2 "$TMPDIR/daemon"
says 'must wait for what it starts'
check "daemon: nothing is left" nothing_left

# A kernel that cannot tell the end of a process by a descriptor.
check_status 0 env "OSCOST_TEST_MARK=$mark" "$OSCOST_BUILD/tests/helper_deny" pidfd=ENOSYS -- "$oscost" measure \
	--only syscall.getppid --rounds 2 --no-pictures --out "$TMPDIR/old" --under "$TMPDIR/leaving"
check "without pidfd_open: nothing is left" nothing_left

# What may not be killed is told, and nothing is measured beside it.
rm -rf "$run"
check_status 2 env "OSCOST_TEST_MARK=$mark" "$OSCOST_BUILD/tests/helper_deny" kill=EPERM -- "$oscost" measure \
	--only syscall.getppid --rounds 2 --no-pictures --out "$run" --under "$TMPDIR/leaving"
says 'cannot be killed'
until nothing_left; do
	for pid in $(left | cut -d / -f 3); do kill -KILL "$pid" 2>/dev/null; done
done

# Ctrl-C while a prefix hangs in a session of its own.
rm -rf "$run"
OSCOST_TEST_MARK=$mark "$oscost" measure --only syscall.getppid --rounds 2 --out "$run" --under "$TMPDIR/hanging" >/dev/null 2>"$TMPDIR/err" </dev/null &
pid=$!
tries=0
until [ -n "$(running "$mark")" ] || [ "$tries" -ge 200 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
check "it hangs" test "$tries" -lt 200
kill -INT "$pid"
got=0
wait "$pid" || got=$?
check "interrupted: exit status 130, got $got" test "$got" = 130
check "interrupted: nothing is left" nothing_left
check "interrupted: kept under its name" grep -q "^run.complete	no$" "$run/machine.tsv"

# Children that a shell had before it became the driver are not ours to kill.
sh -c 'sleep 60 & echo $! >"$1/stranger"; shift; OSCOST_TEST_MARK=$1; export OSCOST_TEST_MARK; shift; exec "$@"' sh "$TMPDIR" "$mark" "$oscost" measure --only syscall.getppid \
	--rounds 1 --no-pictures --out "$TMPDIR/strange" --under "$TMPDIR/leaving" >/dev/null 2>&1 </dev/null
check "measured beside a stranger" test -s "$TMPDIR/strange/summary.tsv"
check "the stranger lives" kill "$(cat "$TMPDIR/stranger")"
check "what the prefix left does not" nothing_left

# Real ones, where this machine lets them run at all.
# real PREFIX
real() {
	# shellcheck disable=SC2086
	if $1 true 2>/dev/null; then
		under 0 "$1"
		check "measured under $1" measured
	else
		echo "not tried, it does not run here: $1"
	fi
}
real 'nice -n 5'
real 'setarch -R'
real 'chrt -f 50'
real 'setsid --wait'
real 'bwrap --dev-bind / / --unshare-pid --proc /proc'
real 'bwrap --dev-bind / / --unshare-pid --new-session --proc /proc'

# Commits: from the option, else from the surroundings; what is no name of a commit is left out.
unset OSCOST_COMMIT GITHUB_SHA CI_COMMIT_SHA
under 0 ''
check "no commit" test "$(value run.commit)" = -
under 0 '' --commit 0a1b2c3
check "of the option" test "$(value run.commit)" = 0a1b2c3
export GITHUB_SHA=from-github CI_COMMIT_SHA=from-gitlab OSCOST_COMMIT=
under 0 ''
check "of the first variable that is set and not empty" test "$(value run.commit)" = from-github
under 0 '' --commit 0a1b2c3
check "the option goes before" test "$(value run.commit)" = 0a1b2c3
under 0 '' --commit 'two words'
says '--commit is ignored'
check "no words" test "$(value run.commit)" = -
under 0 '' --commit "$(printf '%065d' 0)"
check "not longer than 64" test "$(value run.commit)" = -
check "the boot is known, or why not" test -n "$(value kernel.boot_id)" -a "$(value kernel.boot_id)$(value kernel.boot_id.why)" != -
finish
