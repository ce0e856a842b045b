#!/bin/sh
# vm and matrix where things go wrong: options, files that are no kernels, emulators that fail, hang, panic, or send
# less than they said; interrupts; apt refused. The emulator is invented, so nothing is booted.
# time limit: 300 s
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/vm_lib.sh
. "$OSCOST_TOP/tests/vm_lib.sh"
# shellcheck source=tests/made_up.sh
. "$OSCOST_TOP/tests/made_up.sh"

[ "$(uname -m)" = x86_64 ] || { echo "needs an x86-64 machine" && exit 77; }
vm_skip_unless cpio qemu-system-x86_64
bin=$TMPDIR/bin
scratch=$TMPDIR/scratch
mkdir "$bin" "$scratch"
printf '%0514d' 0 >"$TMPDIR/vmlinuz"
printf 'HdrS and so on' >>"$TMPDIR/vmlinuz"
export PATH="$bin:$PATH"

for word in bundle vm matrix; do
	check_status 0 "$OSCOST_TOP/run.sh" --no-install help "$word"
	check "help $word" grep -q "usage: ./run.sh $word" "$TMPDIR/out"
done

emulator() { # what it does, from standard input
	{
		# shellcheck disable=SC2016
		printf '#!/bin/sh\n[ "$1" != --version ] || { echo "QEMU emulator version 0"; exit; }\n'
		printf 'echo "$@" >>"%s/ran"\n' "$TMPDIR"
		cat
	} >"$bin/qemu-system-x86_64"
	chmod +x "$bin/qemu-system-x86_64"
}
# shellcheck disable=SC2317
boot() { env TMPDIR="$scratch" "$OSCOST_TOP/run.sh" vm --kernel "$TMPDIR/vmlinuz" --no-pictures "$@"; }
clean() { # nothing is left of it: scratch, runs, processes
	check "no scratch is left: $(ls -A "$scratch")" test -z "$(ls -A "$scratch")"
	check "no run is left" test ! -e "$OSCOST_RESULTS" -o -z "$(ls -A "$OSCOST_RESULTS" 2>/dev/null)"
}

# A whole parcel becomes a run.
made_up "$TMPDIR/made" 20 1
(cd "$TMPDIR/made" && tar -c --format=ustar -f "$TMPDIR/tar" ./*.tsv --transform='s|^\./||')
parcel() { # FILE STATUS
	# shellcheck disable=SC2046
	set -- "$1" "$2" $(cksum <"$1")
	echo "oscost-parcel 1 $2 $4 $3"
	cat "$1"
}
parcel "$TMPDIR/tar" 0 >"$TMPDIR/parcel"
echo "cp '$TMPDIR/parcel' results" | emulator
check_status 0 boot --out "$TMPDIR/run" --append 'audit=1 quiet' -- --quick
check "the table" grep -q syscall.getppid "$TMPDIR/out"
check "with the kernel" test -n "$(value "$TMPDIR/run" vm.kernel | grep '^file vmlinuz, cksum ')"
check "the parameters went in" grep -q 'audit=1 quiet' "$TMPDIR/ran"
check "TCG is asked for" grep -q -- '-accel tcg' "$TMPDIR/ran"
check "which has its own way with one CPU" absent thread= "$TMPDIR/ran"
check_status 0 boot --smp 2 --out "$TMPDIR/two"
check "several share a thread" grep -q -- '-accel tcg,thread=single -cpu max -smp 2' "$TMPDIR/ran"

clean
check_status 2 boot --out "$TMPDIR/run"
says 'exists already'
check_status 0 boot --accel kvm --out "$TMPDIR/kvm"
check "KVM is asked for by name only" grep -q -- '-accel kvm' "$TMPDIR/ran"

# A transfer that is not whole.
head -c 20000 "$TMPDIR/parcel" >"$TMPDIR/cut"
echo "cp '$TMPDIR/cut' results" | emulator
check_status 2 boot
says 'cut or damaged'
sed 's/getppid/getpgid/' "$TMPDIR/parcel" >"$TMPDIR/changed"
echo "cp '$TMPDIR/changed' results" | emulator
check_status 2 boot
says 'cut or damaged'
mkdir "$TMPDIR/evil"
cp "$TMPDIR/made"/*.tsv "$TMPDIR/evil/"
echo 'not a record' >"$TMPDIR/evil/samples.tsv"
(cd "$TMPDIR/evil" && tar -c -f "$TMPDIR/evil.tar" -- *.tsv)
parcel "$TMPDIR/evil.tar" 0 >"$TMPDIR/parcel2"
echo "cp '$TMPDIR/parcel2' results" | emulator
check_status 2 boot
says 'samples.tsv'
: >"$TMPDIR/nothing"
parcel "$TMPDIR/nothing" 2 >"$TMPDIR/parcel3"
echo "cp '$TMPDIR/parcel3' results; echo 'oscost: no case matches' >console" | emulator
check_status 2 boot
says 'ended with exit status 2'
says 'no case matches'
clean

# A panic, a hang, an emulator that does not start, KVM that is not there.
echo 'echo "Kernel panic - not syncing: VFS" >console' | emulator
check_status 2 boot
says 'ended without results'
says '    Kernel panic - not syncing: VFS'
printf 'printf "\\033[31mbooting\\033[0m\\n" >console; echo $$ >"%s/pid"; exec sleep 60' "$TMPDIR" | emulator
check_status 2 boot --timeout 1
says 'not done after 1 s'
says 'booting'
check "without its control characters" absent "$(printf '\033')" "$TMPDIR/err"
# shellcheck disable=SC2317
gone() { ! kill -0 "$(cat "$TMPDIR/pid")" 2>/dev/null; }
check "it is gone" gone
echo 'echo "could not set up the machine" >&2; exit 1' | emulator
check_status 2 boot
says 'could not set up the machine'
says 'ended with exit status 1'
check_status 2 boot --accel kvm
says 'KVM was asked for'
clean

# Stopped in the middle.
printf 'echo $$ >"%s/pid"; exec sleep 60' "$TMPDIR" | emulator
rm -f "$TMPDIR/pid"
signals='TERM HUP' ignored=''
if env --default-signal=INT true 2>/dev/null; then
	signals="INT $signals" ignored=--default-signal=INT # which a shell has its background jobs ignore
fi
for signal in $signals; do
	wanted=143
	[ "$signal" != INT ] || wanted=130
	env ${ignored:+"$ignored"} TMPDIR="$scratch" "$OSCOST_TOP/run.sh" vm --kernel "$TMPDIR/vmlinuz" >/dev/null 2>&1 &
	pid=$!
	tries=0
	while [ ! -s "$TMPDIR/pid" ] && [ "$tries" -lt 200 ]; do sleep .1 && tries=$((tries + 1)); done
	kill -s "$signal" "$pid"
	status=0
	wait "$pid" || status=$?
	check "it says that it was stopped ($signal)" test "$status" = "$wanted"
	check "its emulator is gone" gone
	rm -f "$TMPDIR/pid"
	clean
done

# Files that are no kernels, and what cannot be fetched.
echo 'just text' >"$TMPDIR/text"
check_status 2 vm --kernel "$TMPDIR/text"
says 'no x86-64 Linux kernel'
check_status 2 vm --kernel "$TMPDIR/none"
says 'there is no kernel file'
check_status 2 vm --kernel "$TMPDIR"
says 'there is no kernel file'
check_status 2 vm --kernel 'debian:6.1;id'
says 'no version that Debian'
check_status 2 vm
says 'needs --kernel'
mkdir "$TMPDIR/home"
printf '#!/bin/sh\necho "E: Failed to fetch, 403 Forbidden"; exit 100\n' >"$bin/apt-get"
chmod +x "$bin/apt-get"
if [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] && command -v dpkg-deb >/dev/null; then
	check_status 2 env XDG_CACHE_HOME="$TMPDIR/home" "$OSCOST_TOP/run.sh" vm --kernel debian:6.1
	says '403 Forbidden'
	says 'could not be fetched'
fi
# A fetch that ends in a full disk leaves nothing in the cache.
stub() { printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1" && chmod +x "$bin/$1"; }
if [ -r /usr/share/keyrings/debian-archive-keyring.gpg ]; then
	stub apt-get 'case " $* " in *" download "*) : >linux-image-6.1.0-1-cloud-amd64_6.1_amd64.deb ;; esac'
	stub apt-cache 'echo linux-image-6.1.0-1-cloud-amd64'
	stub dpkg-deb 'echo "dpkg-deb: error: cannot write: No space left on device" >&2; exit 2'
	check_status 2 env XDG_CACHE_HOME="$TMPDIR/home" "$OSCOST_TOP/run.sh" vm --kernel debian:6.1
	says 'No space left on device'
	says 'could not be unpacked'
fi
rm -f "$bin/apt-get" "$bin/apt-cache" "$bin/dpkg-deb"
: >"$TMPDIR/file"
check_status 2 env XDG_CACHE_HOME="$TMPDIR/file" "$OSCOST_TOP/run.sh" vm --kernel debian:6.1
says 'cannot write to the cache'
check "only what is whole is in the cache" test -z "$(find "$TMPDIR/home" -name 'work.*' -o -name vmlinuz)"

# Options.
while IFS='|' read -r words what; do
	# shellcheck disable=SC2086
	check_status 2 vm --kernel "$TMPDIR/vmlinuz" $words
	says "$what"
done <<'END'
--exact --smp 2|--exact takes one CPU
--exact --accel kvm|takes --accel tcg
--accel hvf|--accel is tcg or kvm
--smp 0|--smp is a number from 1 to 64
--smp 1x|--smp is a number
--memory -5|--memory is a number
--timeout 0|--timeout is a number
--cpu -drive|no model
--frobnicate|no option --frobnicate
--exact=yes|takes no value
--quick|no option --quick
quick|come behind --
--uml|leave --kernel out
--append|needs a value
END
check_status 0 vm --help
clean

# matrix: order, resuming, what it refuses.
printf 'grep -o "cell=[a-c]" initrd >/dev/null; cp "%s/parcel" results' "$TMPDIR" | emulator
# shellcheck disable=SC2317
matrix() { env TMPDIR="$scratch" "$OSCOST_TOP/run.sh" matrix --out "$TMPDIR/matrix" --no-pictures "$@"; }
a="$TMPDIR/vmlinuz a=1" b="$TMPDIR/vmlinuz b=1"
: >"$TMPDIR/ran"
check_status 0 matrix --boots 5 "$a" "$b"
order=$(grep -o '[ab]=1' "$TMPDIR/ran" | tr -d '=1\n')
check "there and back: $order" test "$order" = abbaabbaab
check "the runs" test "$(echo "$TMPDIR/matrix"/vmlinuz+?=1/0?/machine.tsv | wc -w)" = 10
check "the table" test -s "$TMPDIR/matrix/matrix.txt" -a -s "$TMPDIR/matrix/matrix.html" -a -s "$TMPDIR/matrix/matrix.tsv"
says "the comparison is in $TMPDIR/matrix"
rm -r "$TMPDIR/matrix/vmlinuz+b=1/03"
: >"$TMPDIR/ran"
check_status 0 matrix --boots 5 "$a" "$b"
check "only what is missing is booted again" test "$(wc -l <"$TMPDIR/ran")" = 1
check_status 2 matrix --boots 5 "$a" "$b" -- --quick
says 'holds another matrix'
check_status 2 matrix --boots 4 "$a" "$b"
says 'fewer than 5 boots'
check_status 2 matrix "$a"
says 'two cells or more'
check_status 2 matrix "$a" "$a"
says 'two cells called'
printf '# kernels\n%s\n\n  %s # the second\n' "$a" "$b" >"$TMPDIR/cells"
check_status 0 matrix --boots 5 --cells "$TMPDIR/cells"
rm -r "$TMPDIR/matrix"
echo 'echo "Kernel panic" >console' | emulator
check_status 2 matrix "$a" "$b"
says 'the same command goes on'
check "no half of a run" test -z "$(find "$TMPDIR/matrix" -name '*.tsv')"
clean
finish
