#!/bin/sh
# Acts in a guest with one core of two PUs: PU 1 goes and comes, groups of cgroup version 2, a hog on the sibling.
set -u
# shellcheck source=tests/guest/act.sh
. /act/act.sh
pu=/sys/devices/system/cpu/cpu1
cat $pu/topology/thread_siblings_list >"$left/siblings"

# Offline from the start.
cases='--only syscall.getppid --only process.fork'
echo 0 >$pu/online
measure offline.wanted --cpu 1 --rounds 1
measure offline.other --rounds 1
echo 1 >$pu/online

# Gone for a while, and for good.
cases='--only syscall.getppid'
begin gone --cpu 1 --rounds 7
at gone 1
echo 0 >$pu/online
note gone before
at gone $(($(cat "$left/gone.before") + 2))
note gone after
echo 1 >$pu/online
wait "$running"
cases='--only process.fork'
begin lost --cpu 1 --rounds 6
at lost 1
echo 0 >$pu/online
note lost before
wait "$running"
echo 1 >$pu/online

mount -t cgroup2 none /sys/fs/cgroup
echo '+cpuset +cpu +memory' >/sys/fs/cgroup/cgroup.subtree_control
group=/sys/fs/cgroup/group
mkdir $group
behind="in_group $group"
cases='--only ctxsw.pipe.process'
echo 1 >$group/cpuset.cpus
measure cpuset.ours --rounds 1
measure cpuset.other --cpu 0 --rounds 1
begin cpuset.moved --rounds 6
at cpuset.moved 1
echo 0 >$group/cpuset.cpus
note cpuset.moved before
wait "$running"
echo 0-1 >$group/cpuset.cpus
echo '10000 20000' >$group/cpu.max
cases='--only syscall.getppid'
measure throttled --rounds 4
keep doctor in_group $group $oscost doctor
awk '$1 == "nr_throttled" { print $2 }' $group/cpu.stat >"$left/nr_throttled"
echo max >$group/cpu.max
echo 12M >$group/memory.max
cases='--only process.fork.memory:64 --only syscall.getppid'
measure memory --rounds 1
awk '$1 == "oom_kill" { print $2 }' $group/memory.events >"$left/oom_kill"
behind=''

# wake.same_core has a partner of its own on the sibling.
cases='--only syscall.getppid --only ctxsw.pipe.process --only wake.same_core'
measure sibling.calm --cpu 1 --rounds 1
cases='--only syscall.getppid --only ctxsw.pipe.process'
taskset 1 sh -c 'while :; do :; done' &
hog=$!
measure sibling.busy --cpu 1 --rounds 3
kill $hog
send
