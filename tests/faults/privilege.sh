#!/bin/sh
# It needs no privilege, gains none, changes no setting of the machine, and writes where it was told to and nowhere else.
# functions are called by name
# shellcheck disable=SC2016,SC2317,SC2119
set -u
# shellcheck source=tests/faults/lib.sh
. "$OSCOST_TOP/tests/faults/lib.sh"
short_tree syscall syscall_file syscall_uring process exec ctxsw_pipe timer_tick trap_fault fork_memory syscall_seccomp inspect
run=$TMPDIR/run

promise "with everything but the results folder read-only, a whole run and its report work"
if bwrap --ro-bind / / --dev-bind /dev /dev --proc /proc true 2>/dev/null; then
	fault
	mkdir -p "$TMPDIR/only"
	# /tmp is read-only too: nothing but the one folder can be written
	check_status 0 bwrap --ro-bind / / --dev-bind /dev /dev --proc /proc --bind "$TMPDIR/only" "$TMPDIR/only" \
		"$oscost" measure --rounds 1 --out "$TMPDIR/only/run"
	check "figures" has_figure "$TMPDIR/only/run" syscall.getppid
	check "pictures" test -n "$(find "$TMPDIR/only/run" -name '*.svg')"
	awk -F '\t' 'NR > 2 && ($7 == "FAILED" || $7 == "SKIPPED") { print "not tried: read-only surroundings leave out " $1 (($2 == "-") ? "" : ":" $2) ": " $8 }' \
		"$TMPDIR/only/run/cases.tsv" | head -n 3
else
	not_tried "read-only surroundings: bwrap does not run here"
fi

promise "what it opens for writing, makes, renames and removes lies in the results; no setting is written"
if command -v strace >/dev/null && strace -qq -o /dev/null true 2>/dev/null; then
	fault
	check_status 0 strace -f -qq -s 300 -o "$TMPDIR/trace" \
		-e trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,truncate,mount,umount2,chdir,setuid,setgid,setreuid,setregid,setresuid,setresgid,setfsuid,capset,sethostname,settimeofday,clock_settime,adjtimex,init_module,finit_module,bpf,swapon,reboot,ioperm,iopl,sched_setscheduler,setpriority,setrlimit \
		"$oscost" measure --rounds 1 --out "$run"
	# opened to be read, or failed; our folder; devices that keep nothing; files that are nobody's (memfd, O_TMPFILE)
	grep -E '(open|openat|creat)\(' "$TMPDIR/trace" | grep -E 'O_WRONLY|O_RDWR|O_CREAT|creat\(' | grep -v ' = -1 ' >"$TMPDIR/writes"
	check "files are written at all" grep -q "$run" "$TMPDIR/writes"
	# gnuplot works in the folder that it was put into, see below
	grep -vE "\"/proc/self/oom_score_adj\"|\"figure\.(svg|png)\"|\"$run|\"/dev/(null|zero|full|shm|fuse|ptmx|tty)|O_TMPFILE" "$TMPDIR/writes" >"$TMPDIR/elsewhere" || true
	check "none elsewhere: $(head -n 3 "$TMPDIR/elsewhere")" test ! -s "$TMPDIR/elsewhere"
	grep "chdir(" "$TMPDIR/trace" | grep -v "chdir(\"$run" >"$TMPDIR/chdirs" || true
	check "pictures are drawn in the results alone" absent "chdir\\(\"" "$TMPDIR/chdirs"
	grep -E ' (mkdir|mkdirat|rename|renameat|renameat2|link|linkat|symlink|symlinkat|unlink|unlinkat|rmdir|mknod|mknodat|truncate)\(' "$TMPDIR/trace" |
		grep -v ' = -1 ' | grep -vE "\"$run|\"/dev/shm/|\(([0-9]+), \"[^/\"]*\"" >"$TMPDIR/elsewhere" || true
	check "nothing made or removed elsewhere: $(head -n 3 "$TMPDIR/elsewhere")" test ! -s "$TMPDIR/elsewhere"
	# gnuplot gives up rights that it may have been given: nothing changes where it has none
	grep -vE "setuid\($(id -u)\) += 0" "$TMPDIR/trace" >"$TMPDIR/changes" || true
	check "no owner, mount, identity, capability, clock, module or limit is changed" absent \
		' (chown|fchown|lchown|fchownat|mount|umount2|setuid|setgid|setreuid|setregid|setresuid|setresgid|setfsuid|capset|sethostname|settimeofday|clock_settime|adjtimex|init_module|finit_module|swapon|reboot|ioperm|iopl)\(' "$TMPDIR/changes"
	# whom of ours the kernel kills first where memory runs out; of a process alone
	grep -v '"/proc/self/oom_score_adj"' "$TMPDIR/writes" >"$TMPDIR/settings" || true
	check "nothing else under /proc or /sys is opened for writing" absent '"/(proc|sys)/[^"]*", O_(WRONLY|RDWR)' "$TMPDIR/settings"
else
	not_tried "what is opened: strace does not run here"
fi

promise "what the machine is set to is the same before and after"
settings() {
	for at in /proc/sys/kernel/perf_event_paranoid /proc/sys/kernel/randomize_va_space /proc/sys/kernel/sched_* \
		/proc/sys/kernel/numa_balancing /proc/sys/kernel/nmi_watchdog /proc/sys/kernel/yama/ptrace_scope \
		/sys/devices/system/cpu/cpu*/online /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor \
		/sys/kernel/mm/transparent_hugepage/enabled /sys/devices/system/clocksource/clocksource0/current_clocksource; do
		[ ! -r "$at" ] || echo "$at $(cat "$at" 2>/dev/null)"
	done
	cat /proc/self/limits
}
settings >"$TMPDIR/before.settings"
fault
check_status 0 "$oscost" measure --rounds 1 --only 'syscall.*' --no-pictures --out "$TMPDIR/unchanged"
settings >"$TMPDIR/after.settings"
check "settings" cmp "$TMPDIR/before.settings" "$TMPDIR/after.settings"
check "enough of them were looked at" test "$(wc -l <"$TMPDIR/before.settings")" -gt 10

promise "no program has more rights than its caller, and files are made without following what others left"
fault 4
check "nothing is setuid or has capabilities" test -z "$(find "$OSCOST_BUILD/oscost" "$OSCOST_BUILD/bench" "$OSCOST_BUILD/child" "$OSCOST_BUILD/fact" -perm /6000)"
cp -r "$TMPDIR/unchanged" "$TMPDIR/trap"
echo precious >"$TMPDIR/precious"
for name in summary.tsv.tmp report.txt report.html summary.tsv; do
	rm -f "$TMPDIR/trap/$name"
	ln -s "$TMPDIR/precious" "$TMPDIR/trap/$name"
done
PATH=/nowhere "$oscost" report "$TMPDIR/trap" >/dev/null 2>"$TMPDIR/err"
keeps "a link in the way is not followed" test "$(cat "$TMPDIR/precious")" = precious
ln -s "$TMPDIR/precious" "$TMPDIR/link.xml"
"$oscost" baseline add "$TMPDIR/unchanged" --baseline "$TMPDIR/base" >/dev/null 2>&1
check_status 2 "$oscost" check "$TMPDIR/unchanged" --baseline "$TMPDIR/base" --no-confirm --no-pictures --out "$TMPDIR/gate" --junit "$TMPDIR/link.xml"
keeps "nor by a file that is asked for" test "$(cat "$TMPDIR/precious")" = precious
ln -s "$TMPDIR/elsewhere.d" "$TMPDIR/linked.partial"
mkdir "$TMPDIR/elsewhere.d"
check_status 2 "$oscost" measure --rounds 1 --only syscall.getppid --no-pictures --out "$TMPDIR/linked"
keeps "nor by a run folder" test -z "$(find "$TMPDIR/elsewhere.d" -type f)"
finish_faults
