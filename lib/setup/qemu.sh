# A kernel in QEMU: console and results come out over serial lines, as files. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads what vm.sh has set: arch, accel, smp, memory, cpu, exact, append, work, kernel_file. Runs in work,
# where the names of files need no quotes of QEMU's.

qemu_program() { echo "qemu-system-$arch"; }

qemu_defaults() {
	case $arch in
	x86_64) guest_line='' default_cpu=max ;;
	aarch64) guest_line=/dev/ttyS0 default_cpu=cortex-a57 ;;
	esac
	[ "$accel" != kvm ] || default_cpu=host
	cpu=${cpu:-$default_cpu}
	guest_end=''
}

# The same words each time, so that exact boots are alike. Sets qemu_options, which goes into the record.
qemu_words() {
	# With a thread a CPU, one may run into a breakpoint that another has taken out already (the kernel patches its code as
	# software events are opened), and the kernel panics.
	threads=''
	case $arch,$accel,$smp in
	x86_64,tcg,1) ;;
	x86_64,tcg,*) threads=,thread=single ;;
	esac
	qemu_options="-accel $accel$threads -cpu $cpu -smp $smp -m $memory"
	[ "$arch" != aarch64 ] || qemu_options="-M virt,gic-version=3 $qemu_options"
	if [ "$exact" = yes ]; then
		qemu_options="$qemu_options -icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm -seed 1"
	fi
	kernel_words='quiet panic=-1'
	# on a busy host an emulated timer may seem broken to the kernel, which panics then
	[ "$arch" != x86_64 ] || [ "$exact" = yes ] || kernel_words="$kernel_words no_timer_check"
	[ "$exact" = no ] || kernel_words="$kernel_words nokaslr norandmaps"
	kernel_words="$kernel_words${append:+ $append}"
}

qemu_lines() {
	case $arch in
	x86_64) echo -serial file:console -serial file:results ;;
	aarch64)
		# where a kernel has no driver for the one it has that for the other
		echo -serial file:console -chardev file,id=line,path=results -device pci-serial,chardev=line \
			-chardev file,id=port,path=results-port -device virtio-serial-pci -device virtserialport,chardev=port
		;;
	esac
}

qemu_console() {
	case $arch in
	x86_64) echo ttyS0 ;;
	aarch64) echo ttyAMA0 ;;
	esac
}

# Replaces the shell; called in the background.
# shellcheck disable=SC2046,SC2086
qemu_start() {
	exec timeout -k 5 "$limit" "$(qemu_program)" $qemu_options -nodefaults -no-user-config -display none -no-reboot \
		$(qemu_lines) -kernel kernel -initrd initrd -append "console=$(qemu_console) $kernel_words" \
		</dev/null >emulator.log 2>&1
}

qemu_version() { "$(qemu_program)" --version | head -n 1; }

# Words for what is known to end so; else the emulator's own.
qemu_explain() {
	if [ "$accel" = kvm ]; then
		say "KVM was asked for (--accel kvm) and does not work here; without it the guest is emulated"
	fi
}
