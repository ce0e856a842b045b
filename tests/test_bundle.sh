#!/bin/sh
# The bundle: small, static, the same twice, and it measures where nothing is installed: in a bare chroot, beside a
# busybox, for a user who may not write to it.
# time limit: 300 s
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck source=tests/vm_lib.sh
. "$OSCOST_TOP/tests/vm_lib.sh"

arch=$(uname -m)
case $arch in x86_64 | aarch64) ;; *) echo "there is no bundle for $arch" && exit 77 ;; esac
if ! echo 'int main(void) { return 0; }' | ${CC:-cc} -static -x c - -lhwloc "$OSCOST_TOP/lib/setup/no_udev.c" -lm \
	-o "$TMPDIR/static" 2>/dev/null; then
	echo "hwloc cannot be linked statically here"
	exit 77
fi

check_status 0 "$OSCOST_TOP/run.sh" bundle --out "$TMPDIR/one.tar.gz"
check "its name is the result" test "$(cat "$TMPDIR/out")" = "$TMPDIR/one.tar.gz"
check_status 0 "$OSCOST_TOP/run.sh" bundle --out "$TMPDIR/two.tar.gz"
check "the same twice" cmp "$TMPDIR/one.tar.gz" "$TMPDIR/two.tar.gz"
check "below 10 MB" test "$(wc -c <"$TMPDIR/one.tar.gz")" -lt 10000000
# not in TMPDIR, whose parent no other user may enter
open=$(mktemp -d /tmp/oscost-bundle.XXXXXX)
trap 'chmod -R u+w "$open"; rm -rf "$open"' EXIT
mkdir "$open/root"
gzip -dc "$TMPDIR/one.tar.gz" | tar -x -C "$open/root"
name=$(ls "$open/root")
folder=$open/root/$name
check "one folder" test "$(echo "$name" | wc -w)" = 1
check "all benchmarks" test "$(cd "$folder/bench" && echo *)" = "$(cd "$OSCOST_BUILD/bench" && echo *)"
check "all of the rest" test -x "$folder/run" -a -s "$folder/README" -a -s "$folder/LICENSE" -a -s "$folder/share/derived.tsv"
for program in oscost bench/syscall; do
	LC_ALL=C ldd "$folder/$program" >"$TMPDIR/ldd" 2>&1 || true
	check "$program asks for no loader" grep -q "not a dynamic executable" "$TMPDIR/ldd"
done
check "the cases are those of the build" test "$("$folder/oscost" list | cksum)" = "$("$OSCOST_BUILD/oscost" list | cksum)"

one='--only syscall.getppid --only process.fork --rounds 2 --no-pictures'
# For a user, from a folder that only others write.
chmod -R a-w,a+rX "$folder"
chmod 755 "$open" "$open/root"
mkdir -m 777 "$open/home"
cd "$open/home"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null && setpriv --reuid 65534 --clear-groups test -x "$folder/run"; then
	user="setpriv --reuid 65534 --regid 65534 --clear-groups"
else
	user=''
fi
unset OSCOST_RESULTS
# shellcheck disable=SC2086
check_status 0 $user "$folder/run" $one
check "the run is where the user is" test -s results/latest/summary.tsv
# shellcheck disable=SC2086
check_status 0 $user "$folder/run" report latest
# shellcheck disable=SC2086
check_status 0 $user "$folder/run" --version

# Bare: no /proc, no /sys, no shell, no loader.
if [ "$(id -u)" = 0 ] && chroot "$open/root" "/$name/oscost" version >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	check_status 0 chroot "$open/root" "/$name/oscost" measure $one --out /bare
	check "a whole run" test "$(value "$open/root/bare" run.complete)" = yes
	check "figures" test "$(field "$open/root/bare/summary.tsv" median case=syscall.getppid metric=time)" != -
	if command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1; then
		cp "$(command -v busybox)" "$open/root/busybox"
		mkdir "$open/root/bin"
		for tool in sh dirname readlink; do ln -s /busybox "$open/root/bin/$tool"; done
		# shellcheck disable=SC2086
		check_status 0 chroot "$open/root" /bin/sh "/$name/run" $one --out /busy
		check "by the run script" test "$(value "$open/root/busy" run.complete)" = yes
	else
		echo "no static busybox here: not tried"
	fi
else
	echo "no chroot for this user: not tried"
fi

# Wrong use.
export OSCOST_RESULTS="$TMPDIR/results"
check_status 2 "$OSCOST_TOP/run.sh" bundle --arch m68k
says 'bundles for x86_64 and aarch64'
check_status 2 "$OSCOST_TOP/run.sh" bundle --format zip
says "takes no '--format'"
check_status 2 "$OSCOST_TOP/run.sh" bundle --out
says 'needs a value'
check_status 2 "$OSCOST_TOP/run.sh" bundle --out "$TMPDIR/no such folder/b.tar.gz"
says 'cannot be written'
finish
