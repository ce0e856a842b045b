#!/bin/sh
# Acts in a guest whose settings forbid what some cases need, one setting after the other, and which sleeps at last.
set -u
# shellcheck source=tests/guest/act.sh
. /act/act.sh
set -f

# setting NAME VALUE WHO…: those measure under it
setting() {
	set_to=${1##*/}.$2
	[ -e "/proc/sys/$1" ] && echo "$2" >"/proc/sys/$1" || return 0
	cat "/proc/sys/$1" >"$left/$set_to"
	shift 2
	for who; do
		behind=''
		[ "$who" = root ] || behind=as_nobody
		measure "$set_to.$who" --rounds 1
	done
}
all='--only syscall.getppid --only process.fork --only syscall.uring.nop --only inspect.s*'
cases='--only syscall.getppid --only syscall.uring.nop'
[ -z "$long" ] || cases=$all
setting kernel/io_uring_disabled 1 root nobody
setting kernel/io_uring_disabled 2 root nobody
echo 0 >/proc/sys/kernel/io_uring_disabled
# what costs nothing: one after the other, or all at once
cases=$all
setting user/max_user_namespaces 0 ${long:+root nobody}
setting kernel/unprivileged_userns_clone 0 ${long:+root nobody}
setting vm/overcommit_memory 2 ${long:+root nobody}
setting kernel/yama/ptrace_scope 1 nobody
[ -n "$long" ] || cases='--only syscall.getppid --only inspect.s*'
setting kernel/yama/ptrace_scope 2 root nobody
# there is no way back from this one
setting kernel/yama/ptrace_scope 3 root nobody

# To memory, until the alarm of the clock: 2 s at least, since that counts whole seconds.
doze() {
	echo 0 >/sys/class/rtc/rtc0/wakealarm
	echo +3 >/sys/class/rtc/rtc0/wakealarm
	echo mem >/sys/power/state && echo slept >>"$left/slept"
}
cat /sys/power/state >"$left/states"
behind='' cases='--only syscall.getppid --only process.fork'
if grep -q mem "$left/states"; then
	begin suspended --rounds 6
	at suspended 1
	doze
	at suspended 3
	doze
	wait "$running"
fi
send
