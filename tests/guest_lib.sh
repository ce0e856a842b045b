# Boots guests in which a script of tests/guest/ acts while oscost measures. Sourced behind faults/lib.sh.
# shellcheck shell=sh disable=SC2034,SC2154
#
# QEMU is started as vm starts it; in the place of oscost the guest's first process starts busybox, from
# Debian's package, as the shell of that script. What the script leaves comes back as one archive.

export XDG_CACHE_HOME="$OSCOST_BUILD/cache"
top=$OSCOST_TOP no_install=yes
for part in packages build cache debian bundle guest qemu; do
	# shellcheck source=/dev/null
	. "$OSCOST_TOP/lib/setup/$part.sh"
done
say() { echo "$*" >&2; }
# A function beside the variable of the same name in faults/lib.sh.
fail() {
	say "$*"
	exit 1
}

# guest_ready ARCH KERNEL: fetches and builds what a boot needs; 1, with the reason in $reason, where that cannot be had
guest_ready() {
	arch=$1
	reason=''
	for program in "$(qemu_program)" cpio apt-get dpkg-deb; do
		command -v "$program" >/dev/null 2>&1 || reason="$program is not installed"
	done
	[ -z "$reason" ] || return 1
	if ! "$top/run.sh" --no-install vm --arch "$1" --kernel "$2" --fetch-only >"$TMPDIR/ready" 2>&1 ||
		! (bundle_stage && guest_shell) >"$TMPDIR/ready" 2>&1; then
		reason=$(tail -n 1 "$TMPDIR/ready")
		return 1
	fi
}

# Prints where busybox of this architecture is, fetched if need be.
guest_shell() {
	cache_open
	shell=$cache/busybox/$arch
	if [ ! -x "$shell" ]; then
		suite=$(debian_suites | head -n 1)
		debian_lists "$suite" "$arch" || fail "the package lists of Debian $suite could not be fetched"
		fetched=$(cache_work)
		debian_fetch "$suite" "$arch" "$fetched" busybox-static || debian_failed "busybox-static could not be fetched"
		dpkg-deb -x "$fetched"/*.deb "$fetched" && mkdir -p "${shell%/*}" &&
			find "$fetched" -type f -name busybox -exec mv {} "$shell" \;
		rm -rf "$fetched"
		[ -x "$shell" ] || fail "busybox-static has no busybox in it"
	fi
	echo "$shell"
}

guest_initrd() { # SCRIPT
	root=$work/root
	mkdir -p "$root/bin" "$root/act"
	cp -a "$top/build/bundle/$arch/oscost-$(bundle_version)-$arch" "$root/oscost"
	cp "$top/build/bundle/$arch/guest_init" "$root/init"
	cp "$(guest_shell)" "$root/bin/busybox"
	cp "$top"/tests/guest/*.sh "$root/act/"
	printf '%s\0' ${guest_line:+"GUEST_LINE=$guest_line"} -- /bin/busybox sh "/act/$1.sh" >"$root/arguments"
	guest_pack "$root" >"$work/initrd"
}

# guest_boot SCRIPT ARCH KERNEL [WORD=VALUE…]: runs tests/guest/SCRIPT.sh in a guest; what it left is in $TMPDIR/SCRIPT
# then. The words set what the options of vm set: smp, cpu, exact, memory.
guest_boot() (
	script=$1 arch=$2
	kernel_file=$XDG_CACHE_HOME/oscost/kernels/$2/$(cat "$XDG_CACHE_HOME/oscost/kernels/$2/$3")/vmlinuz
	accel=tcg smp=1 memory=512 cpu='' exact=no append=${long:+LONG=1} limit=${limit:-300}
	shift 3
	for word; do eval "${word%%=*}=\${word#*=}"; done
	work=$TMPDIR/$script.boot
	rm -rf "$work" "${TMPDIR:?}/$script"
	mkdir -p "$work" "$TMPDIR/$script"
	qemu_defaults
	guest_initrd "$script"
	ln -s "$kernel_file" "$work/kernel"
	: >"$work/results"
	qemu_words
	(cd "$work" && qemu_start) &
	guest_pid=$!
	trap 'kill "$guest_pid" 2>/dev/null' EXIT
	trap 'exit 143' INT TERM HUP
	wait "$guest_pid" || say "the emulator ended with exit status $?"
	guest_take
	[ "$status" = 0 ] || say "the script ended with exit status $status"
	tar -x -C "$work" -f "$work/run.tar" left.tar.gz || guest_failed "the guest left nothing"
	tar -xzm -C "$TMPDIR/$script" -f "$work/left.tar.gz" ||
		guest_failed "the guest left nothing"
	[ "$status" = 0 ] || guest_failed "tests/guest/$script.sh failed"
)
