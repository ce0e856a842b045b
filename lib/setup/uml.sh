# A kernel as a process of this one: User Mode Linux. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads memory, append, work of vm.sh.

uml_defaults() {
	kernel_file=$(command -v linux.uml)
	kernel_name="User Mode Linux ($(dpkg-query -W -f '${Version}' user-mode-linux 2>/dev/null || echo 'version not known'))"
	kernel_config=''
	guest_line=/dev/tty1 guest_end=GUEST_POWER_OFF=1
	accel=none cpu=host
}

uml_words() {
	qemu_options="mem=${memory}M"
	kernel_words="quiet panic=-1${append:+ $append}"
}

# Standard output is the console; the results come through descriptor 3.
# shellcheck disable=SC2086
uml_start() {
	exec timeout -k 5 "$limit" "$kernel_file" $qemu_options initrd=initrd umid="oscost-$$" uml_dir="$work" \
		con=null con0=null,fd:1 con1=null,fd:3 $kernel_words </dev/null >console 2>emulator.log 3>results
}

uml_version() { echo "User Mode Linux $("$kernel_file" --version 2>/dev/null | head -n 1)"; }
