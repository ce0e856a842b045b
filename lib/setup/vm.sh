# Measures inside another kernel. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads top; calls say and fail (run.sh), bundle.sh, kernels.sh, guest.sh, qemu.sh, uml.sh.

vm_usage() {
	cat <<-'END'
		usage: ./run.sh vm --kernel KERNEL [OPTIONS] [-- MEASURE OPTIONS]
		       ./run.sh vm --uml [OPTIONS] [-- MEASURE OPTIONS]

		Boots another kernel, measures in it, and leaves a run like any other. No root, no reboot.

		  --kernel FILE      a kernel: bzImage (x86_64) or Image (aarch64)
		  --kernel debian:6.1, debian:6.12, debian:5.10, debian:6.1-rt …
		                     Debian's cloud or rt kernel, fetched once into ~/.cache/oscost
		  --update           fetches a newer one, if Debian has one
		  --fetch-only       fetches the kernel and boots nothing
		  --uml              User Mode Linux: a kernel as a process, on this machine's own hardware
		  --append WORDS     further kernel parameters
		  --exact            counts instructions in place of time: figures are path lengths, and two
		                     boots give the same ones
		  --arch ARCH        x86_64 or aarch64 (default: this machine's)
		  --cpu MODEL        QEMU's -cpu (default: max; aarch64: cortex-a57)
		  --smp N            CPUs (1)       --memory MIB       (512)
		  --accel NAME       tcg, or kvm; there is no way back from one to the other by itself
		  --user             measures as an unprivileged user, not as root
		  --timeout S        ends a guest that takes longer (1200 s; exact: 1800 s)
		  --out DIR          the run folder itself
		  --no-pictures      table and page without gnuplot

		OSCOST_DEBIAN_MIRROR=URL names a mirror of Debian where apt knows none.
	END
}

vm_reset() {
	kernel='' append='' smp=1 memory=512 cpu='' exact=no accel=tcg user=no limit='' out='' pictures=yes
	uml=no update=no fetch_only=no settle=2 arch=$(uname -m)
}

# Takes the options; what is behind -- stays in vm_rest (a number of arguments at the end).
vm_take() {
	vm_reset
	while [ $# -gt 0 ]; do
		case $1 in
		--*=*)
			option=${1%%=*} value=${1#*=}
			shift
			set -- "$option" "$value" "$@"
			glued=yes
			;;
		*) glued=no ;;
		esac
		case $1 in
		--kernel | --append | --arch | --cpu | --smp | --memory | --accel | --timeout | --out)
			[ $# -ge 2 ] || fail "$1 needs a value"
			vm_set "$1" "$2"
			shift
			;;
		--) break ;;
		--*) [ "$glued" = no ] || fail "$1 takes no value" && vm_switch "$1" ;;
		*) fail "vm takes no '$1'; the options of measure come behind --" ;;
		esac
		shift
	done
	[ $# = 0 ] || shift
	vm_rest=$#
}

vm_set() {
	case $1 in
	--kernel) kernel=$2 ;;
	--append) append=$2 ;;
	--arch) arch=$2 ;;
	--cpu) cpu=$2 ;;
	--smp) smp=$2 ;;
	--memory) memory=$2 ;;
	--accel) accel=$2 ;;
	--timeout) limit=$2 ;;
	--out) out=$2 ;;
	esac
}

vm_switch() {
	case $1 in
	--exact) exact=yes ;;
	--uml) uml=yes ;;
	--user) user=yes ;;
	--update) update=yes ;;
	--fetch-only) fetch_only=yes ;;
	--no-pictures) pictures=no ;;
	*) fail "vm has no option $1; ./run.sh vm --help" ;;
	esac
}

vm_number() { # OPTION VALUE MOST
	echo "$2" | grep -Eqx '[1-9][0-9]{0,6}' && [ "$2" -le "$3" ] || fail "$1 is a number from 1 to $3, not '$2'"
}

vm_check() {
	if [ -z "$limit" ]; then limit=1200 && [ "$exact" = no ] || limit=1800; fi
	vm_number --smp "$smp" 64
	vm_number --memory "$memory" 1048576
	vm_number --timeout "$limit" 604800
	case $accel in tcg | kvm) ;; *) fail "--accel is tcg or kvm, not '$accel'" ;; esac
	case $cpu in -* | *[!A-Za-z0-9,=._+-]*) fail "--cpu '$cpu' is no model of QEMU's" ;; esac
	case $append in *[![:print:]]*) fail "--append has a character that no kernel parameter has" ;; esac
	[ -z "$out" ] || [ ! -e "$out" ] || fail "$out exists already: give --out another name, or remove it"
	[ "$exact" = no ] || vm_check_exact
	if [ "$uml" = yes ]; then vm_check_uml; fi
}

# With icount, Linux 6.1 hangs while it starts a second CPU, and 6.12's CPUs share one time.
vm_check_exact() {
	[ "$smp" = 1 ] || fail "--exact takes one CPU: with more, the instructions of all would be one time"
	[ "$accel" = tcg ] || fail "--exact counts in the emulator: it takes --accel tcg"
	[ "$uml" = no ] || fail "--exact needs QEMU: User Mode Linux runs on the hardware itself"
}

vm_check_uml() {
	[ -z "$kernel" ] || fail "--uml has its own kernel: leave --kernel out"
	[ "$arch" = "$(uname -m)" ] || fail "--uml runs on this machine's own processor: leave --arch out"
	[ "$smp" = 1 ] || fail "User Mode Linux has one CPU"
}

# What has to be installed; a kernel is looked for only then, and built only with one.
vm_packages() {
	if [ "$uml" = yes ]; then
		packages_setup "vm uml"
	else
		case $arch in
		x86_64) packages_setup "vm x86_64" ;;
		aarch64) packages_setup "vm aarch64" ;;
		*) fail "guests are x86_64 or aarch64, not $arch" ;;
		esac
		qemu_defaults
	fi
}

vm_build() {
	packages_setup run
	build_current || build_all
	[ "$exact" = no ] || settle=10
	bundle_stage
}

vm_prepare() {
	vm_packages
	if [ "$uml" = yes ]; then
		uml_defaults
	else
		cache_open
		kernel_find "$kernel"
	fi
	vm_build
}

vm_clean() {
	trap '' INT TERM HUP
	if [ -n "${guest_pid:-}" ]; then
		kill "$guest_pid" 2>/dev/null || true
		wait "$guest_pid" 2>/dev/null || true
	fi
	[ -z "${work:-}" ] || rm -rf "$work"
	[ -z "${fetched:-}" ] || rm -rf "$fetched"
}

# Whatever happens, no guest and no scratch file stays.
vm_guard() {
	guest_pid='' work=''
	trap 'vm_clean' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	work=$(mktemp -d "${TMPDIR:-/tmp}/oscost-vm.XXXXXX") || fail "no scratch folder can be made in ${TMPDIR:-/tmp}"
	work=$(readlink -f -- "$work")
}

# vm_boot MEASURE OPTIONS…: boots the guest and waits for its end; the records are in work/run then.
vm_boot() {
	guest_image "$@"
	ln -s "$kernel_file" "$work/kernel"
	: >"$work/results"
	if [ "$uml" = yes ]; then uml_words; else qemu_words; fi
	(
		cd "$work" || exit 126
		if [ "$uml" = yes ]; then uml_start; else qemu_start; fi
	) &
	guest_pid=$!
	ended=0
	wait "$guest_pid" || ended=$?
	guest_pid=''
	case $ended in
	0) ;;
	124 | 137) guest_failed "the guest was not done after $limit s (--timeout)" ;;
	*)
		[ "$uml" = yes ] || qemu_explain
		[ -s "$work/results" ] || [ -s "$work/results-port" ] || guest_failed "the emulator ended with exit status $ended"
		;;
	esac
	guest_unpack
}

# vm_receive OUT OPTIONS…: the run under its final name; OUT may be empty.
vm_receive() {
	to=$1
	shift
	if [ "$uml" = yes ]; then emulator=$(uml_version); else emulator=$(qemu_version); fi
	"$top/build/oscost" receive ${to:+--out "$to"} "$@" "$work/run" "date=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
		"vm.emulator=$emulator" "vm.options=$qemu_options" "vm.exact=$exact" "vm.kernel=$kernel_name"
}

vm_main() {
	case ${1-} in -h | --help | help) vm_usage && return ;; esac
	vm_take "$@"
	shift $(($# - vm_rest))
	vm_check
	vm_guard
	if [ "$fetch_only" = yes ]; then
		cache_open
		kernel_find "$kernel"
		say "$kernel_name"
		return
	fi
	vm_prepare
	say "booting $kernel_name"
	vm_boot "$@"
	options=''
	[ "$pictures" = yes ] || options=--no-pictures
	vm_receive "$out" $options
}
