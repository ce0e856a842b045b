#!/bin/sh
# Where output goes and what a process is born into: standard streams that are full, closed or left by their reader;
# folders, locale, terminal, clock, masks and limits that are not what one expects.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"
short_tree syscall
# from here all names are relative, so that commands are plain words
cd "$TMPDIR" || exit 1
made_up one 18 1
made_up two 19 2
cp -r two worse
machine worse run.seed 3
dearer worse syscall.getppid 1.1
grep -v 'fact\.' "$OSCOST_BUILD/share/claims.tsv" >claims.tsv
"$oscost" baseline add one two --baseline base >/dev/null 2>&1
"$oscost" noise --runs 3 --rounds 1 --only syscall.getppid --no-counters --baseline base >/dev/null 2>&1 || echo "no noise here"

# What prints: STATUS COMMAND; one that measures and looks at the machine comes last.
commands='0 report run
0 export csv one
0 compare one worse --no-pictures --out out.d
0 history --baseline base --no-pictures --out out.d
0 baseline list --baseline base
0 baseline add one --baseline new
0 claims one --claims claims.tsv --no-pictures --out out.d
0 receive one --no-pictures --out out.d
1 check worse --baseline base --no-confirm --no-pictures --out out.d --junit junit.xml
0 list
0 help
0 version
0 noise --show --baseline base
0 doctor
0 measure --only syscall.getppid --rounds 1 --no-pictures --no-counters --out out.d'
[ -z "$long" ] || commands="$commands
0 compare one two --format json --no-pictures --out out.d
1 check worse --baseline base --no-confirm --no-pictures --out out.d --markdown -
0 help check
0 export
0 --version"

fresh() {
	rm -rf run out.d new junit.xml
	cp -r one run
}
# no pictures of a report: they take long
go() {
	case $1 in
	report) PATH=/nowhere "$oscost" "$@" ;;
	*) "$oscost" "$@" ;;
	esac
}
left() { find run out.d new junit.xml 2>/dev/null | grep -v '/[.]lock$' | sort; }

# ended WANTED: the exit status of it
ended() { check "$command: $1: exit status $got" test "$got" = "$2"; }
# As without a fault: the same files, and what is not of chance has the same contents.
same_files() {
	left >left.now
	keeps "$command: $1: the same files" cmp -s left.good left.now
	case $command in measure*) return ;; esac
	for at in run out.d new junit.xml; do
		[ ! -e "good.d/$at" ] || keeps "$command: $1: the same in $at" diff -r -x .lock "good.d/$at" "$at"
	done
}
same_words() {
	case $command in measure* | doctor*) return ;; esac
	keeps "$command: $1: all of its output" cmp -s good.out out
}
silent() { check "$command: $1: nothing is said of a pipe" absent 'ipe|oscost: standard' err; }

# each_stream COMMAND...
each_stream() {
	command=$*
	fresh
	got=0
	go "$@" >good.out 2>good.err </dev/null || got=$?
	ended "without a fault" "$right"
	left >left.good
	rm -rf good.d
	mkdir good.d
	for at in run out.d new junit.xml; do [ ! -e "$at" ] || cp -r "$at" good.d/; done

	if [ -w /dev/full ]; then
		fault
		fresh
		got=0
		go "$@" >/dev/full 2>err </dev/null || got=$?
		ended "a full device" 2
		check "$command: a full device: words" grep -q 'standard output: No space left on device' err
		same_files "a full device"
	fi

	fault
	fresh
	{ sleep 0.1; got=0; go "$@" 2>err </dev/null || got=$?; echo "$got" >status; } | :
	read -r got <status
	ended "a reader who left" 141
	silent "a reader who left"
	same_files "a reader who left"

	fault
	fresh
	{ got=0; go "$@" 2>err </dev/null || got=$?; echo "$got" >status; } | head -n 1 >line
	read -r got <status
	check "$command: head: exit status $got" test "$got" = 141 -o "$got" = "$right"
	silent head
	case $command in measure* | doctor*) ;; *) check "$command: head: the first line" test "$(head -n 1 good.out)" = "$(cat line)" ;; esac

	fault
	fresh
	{ sleep 0.1; (trap '' PIPE; got=0; go "$@" 2>err </dev/null || got=$?; echo "$got" >status); } | :
	read -r got <status
	ended "a reader who left, SIGPIPE ignored" 2
	check "$command: SIGPIPE ignored: words" grep -q 'standard output: Broken pipe' err

	fault
	fresh
	got=0
	go "$@" >&- 2>err </dev/null || got=$?
	ended "no standard output" 2
	check "$command: no standard output: words" grep -q 'standard output: Bad file descriptor' err
	same_files "no standard output"

	fault
	fresh
	got=0
	go "$@" >out 2>&- </dev/null || got=$?
	ended "no standard error" "$right"
	same_words "no standard error"
	same_files "no standard error"

	fault
	fresh
	{ got=0; go "$@" 2>&1 >out </dev/null || got=$?; echo "$got" >status; } | :
	read -r got <status
	ended "nobody reads the messages" "$right"
	same_words "nobody reads the messages"

	fault
	fresh
	got=0
	go "$@" >out 2>err <&- || got=$?
	ended "no standard input" "$right"
	same_words "no standard input"
	same_files "no standard input"

	fault
	fresh
	got=0
	go "$@" >&- 2>&- <&- || got=$?
	ended "none of the three" 2
	same_files "none of the three"
}

promise "output that is lost is no success, and files are written all the same; closed streams change nothing else"
while read -r right words; do
	# shellcheck disable=SC2086
	each_stream $words
done <<END
$commands
END

# under WITH...: some commands in other surroundings, by the prefix command
under() {
	for line in $some; do
		right=${line%%:*}
		command=$(echo "${line#*:}" | tr + ' ')
		fault
		fresh
		# shellcheck disable=SC2086
		check_status "$right" "$@" "$oscost" $command
		case $command in
		measure*) keeps "$*: $command: the run is whole" whole_run out.d ;;
		esac
	done
}
some='0:compare+one+worse+--no-pictures+--out+out.d 1:check+worse+--baseline+base+--no-confirm+--no-pictures+--out+out.d
	0:history+--baseline+base+--no-pictures+--out+out.d 0:list'
[ -z "$long" ] || some="$some 0:report+run 0:claims+one+--out+out.d 0:receive+one+--out+out.d 0:doctor 0:export+json+one"
short=$some
measuring='0:measure+--only+syscall.getppid+--rounds+1+--no-pictures+--no-counters+--out+out.d'

promise "no home, no folder for temporary files, no locale, no terminal, no width, no time zone: the same results"
for setting in HOME= HOME=/proc TMPDIR=/nowhere LC_ALL=xx_YY.UTF-8 LC_ALL=C TERM=no-such COLUMNS=0 COLUMNS=-5 COLUMNS=100000 \
	COLUMNS=99999999999999999999 COLUMNS=wide TZ=rubbish/%s TZ=:/dev/null; do
	under env "$setting"
done
under env -u HOME -u TERM -u PATH -u TMPDIR
under env -i
some=$measuring
under env -i
under env TZ=Pacific/Kiritimati TMPDIR=/nowhere HOME=/proc LC_ALL=xx_YY

promise "without a PATH there are no pictures, and that is said"
for setting in PATH= PATH=/nowhere; do
	fault
	fresh
	check_status 0 env "$setting" "$oscost" compare one worse --out out.d
	says 'gnuplot is not installed'
done

promise "an environment near the limit, the lowest priority, a small stack: measured and judged"
some="$short $measuring"
under nice -n 19
under prlimit --stack=262144
(
	part=$(awk 'BEGIN { for (i = 0; i < 12000; i++) printf "0123456789" }')
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do export "LARGE_$i=$part"; done
	for line in $some; do
		got=0
		fresh
		# shellcheck disable=SC2046
		"$oscost" $(echo "${line#*:}" | tr + ' ') >out 2>err </dev/null || got=$?
		[ "$got" = "${line%%:*}" ] || echo "exit status $got: $line: $(cat err)"
	done >large.txt
)
fault
check "1.7 MB of environment: $(cat large.txt)" test ! -s large.txt

promise "any umask: what can be written is, else there are words"
for mask in 000 077 777; do
	fault
	fresh
	got=0
	(umask "$mask"; exec "$oscost" compare one worse --no-pictures --out out.d >out 2>err </dev/null) || got=$?
	# root may write where nobody may
	if [ "$got" = 0 ]; then
		keeps "umask $mask: all is there" test -s out.d/compare.html -a -s out.d/compare.tsv
	else
		check "umask $mask: exit status $got, and words" grep -q '^oscost: .*Permission denied' err
	fi
	chmod -R u+rwX out.d
	check "umask $mask: no work folder is left" test -z "$(find out.d -name '.report*')"
done
if others_reach; then
	fresh
	mkdir open.d
	chmod 777 open.d
	for words in 'compare one worse --no-pictures --out open.d/out' 'baseline add one --baseline open.d/base' 'measure --rounds 1 --only syscall.getppid --out open.d/run'; do
		fault
		# shellcheck disable=SC2086
		check_status 2 nobody sh -c 'umask 777; exec "$@"' sh "$oscost" $words
		says 'Permission denied'
		chmod -R u+rwX open.d
	done
	check "umask 777: no work folder is left" test -z "$(find open.d -name '.report*')"
else
	not_tried "umask 777 of somebody else than root: others cannot reach this folder, or become nobody"
fi

promise "a date before 1970 or after 2038 is a date"
shim=$OSCOST_BUILD/tests/shim_clock.so
for clock in -1000000000=1938-04-24T22:13:20Z -1=1969-12-31T23:59:59Z 4000000000=2096-10-02T07:06:40Z 253402300799=9999-12-31T23:59:59Z; do
	fault
	fresh
	check_status 0 env LD_PRELOAD="$shim" SHIM_CLOCK_S="${clock%%=*}" "$oscost" measure --only syscall.getppid --rounds 1 --no-pictures --no-counters --out out.d
	check "${clock#*=} is the run's date" test "$(value out.d date)" = "${clock#*=}"
	keeps "${clock#*=}: whole" whole_run out.d
	check_status 0 "$oscost" baseline add out.d --baseline new
	check_status 0 "$oscost" history --baseline new --no-pictures --out out.d
	day=${clock#*=}
	day=${day%T*}
	check "${clock#*=} is in its history" grep -q "$day" out
done
fault
fresh
check_status 0 env LD_PRELOAD="$shim" SHIM_CLOCK_S=253402300800 "$oscost" measure --only syscall.getppid --rounds 1 --no-pictures --no-counters --out out.d
check_status 2 "$oscost" baseline add out.d --baseline new
says 'no date like'
finish_faults
