# What the scripts share that act in a guest. Sourced there; busybox is the shell and all its commands.
# shellcheck shell=sh disable=SC2034

busybox=/bin/busybox
$busybox --install -s /bin
export PATH=/bin
oscost=/oscost/oscost
left=/run/oscost/left
# A word of the kernel's command line.
long=${LONG:-}
cases='--only syscall.getppid --only process.fork --only ctxsw.pipe.process'
mkdir -p "$left" /etc
echo 'root:x:0:0::/:/bin/sh' >/etc/passwd
echo 'nobody:x:65534:65534::/:/bin/sh' >>/etc/passwd
chmod 1777 "$left"

# keep NAME COMMAND…: its output, messages and exit status
keep() {
	kept=$1
	shift
	got=0
	"$@" >"$left/$kept.out" 2>"$left/$kept.err" </dev/null || got=$?
	echo "$got" >"$left/$kept.status"
}

# measure NAME OPTIONS…: a run; within COMMAND… NAME OPTIONS…: the same behind a command
measure() {
	name=$1
	shift
	# shellcheck disable=SC2086
	keep "$name" $behind "$oscost" measure $cases --no-pictures --out "$left/$name" "$@"
}
behind=''

# begin NAME OPTIONS…: a run in the background
begin() {
	measure "$@" &
	running=$!
}

# round NAME: the last one that is on the disk of a run
round() {
	awk -F '\t' 'NR > 2 && $3 > last { last = $3 } END { print last + 0 }' "$left/$1.partial/samples.tsv" 2>/dev/null || echo 0
}

# at NAME ROUND: waits until so many are on the disk, at most 40 s
at() {
	looks=0
	while [ "$(round "$1")" -lt "$2" ] && [ "$looks" -lt 1000 ]; do
		looks=$((looks + 1))
		usleep 40000
	done
}

# note NAME WHAT: after which round something was done
note() { round "$1" >"$left/$1.$2"; }

# The first process sends plain files of one folder alone.
send() {
	mkdir -p /run/oscost/run
	tar -czf /run/oscost/run/left.tar.gz -C "$left" .
}

# in_group FOLDER COMMAND…, as_nobody COMMAND…
in_group() {
	# shellcheck disable=SC2016
	sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$@"
}
as_nobody() {
	# shellcheck disable=SC2016
	su -s /bin/sh nobody -c 'exec "$@"' -- sh "$@"
}
