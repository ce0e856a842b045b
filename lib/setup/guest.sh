# What a guest is started with, and what comes out of it. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads work, stage, bundle_built, kernel_config, exact, user, settle, guest_line, guest_end of vm.sh.

guest_pack() { # FOLDER: a cpio archive on standard output
	(cd "$1" && find . ! -name .bench | LC_ALL=C sort | cpio -o -H newc -R 0:0 --quiet --reproducible)
}

# The kernel reads a date digit by digit: another one is another number of instructions.
guest_no_dates() { find "$@" -exec env TZ=UTC0 touch -t 202401010000.00 {} +; }

# guest_image MEASURE OPTIONS…: the initramfs: the bundle, then what differs from run to run.
guest_image() {
	mkdir -p "$work/base" "$work/own/boot"
	cp "$bundle_built/guest_init" "$work/base/init"
	cp -a "$stage" "$work/base/oscost"
	guest_arguments "$@" >"$work/own/arguments"
	if [ -n "$kernel_config" ]; then cp "$kernel_config" "$work/own/boot/config"; fi
	guest_no_dates "$work/base" "$work/own"
	if ! { guest_pack "$work/base" && guest_pack "$work/own"; } >"$work/initrd" 2>"$work/cpio.log"; then
		sed 's/^/    /' "$work/cpio.log" >&2
		fail "the initramfs cannot be made in $work"
	fi
}

# Parted by NUL: see guest/init.c.
guest_arguments() {
	set -- /oscost/oscost measure "$@" --no-report --out /run/oscost/run
	if [ "$exact" = yes ]; then
		command=$1 subcommand=$2
		shift 2
		set -- "$command" "$subcommand" --seed 1 --cpu 0 "$@"
		printf '%s\0' OSCOST_EXACT=1
	fi
	printf '%s\0' "GUEST_SETTLE=$settle"
	[ -z "$guest_line" ] || printf '%s\0' "GUEST_LINE=$guest_line"
	[ "$user" = no ] || printf '%s\0' GUEST_USER=1
	[ -z "$guest_end" ] || printf '%s\0' "$guest_end"
	printf '%s\0' -- "$@"
}

guest_console_tail() {
	[ -s "$work/console" ] || { say "the console is empty" && return; }
	say "the last lines of its console:"
	tail -n 15 "$work/console" | LC_ALL=C tr -cd '\11\12\40-\176' | cut -c 1-160 | sed 's/^/    /' >&2
}

guest_failed() { # WHAT
	if [ -s "$work/emulator.log" ]; then
		tail -n 5 "$work/emulator.log" | LC_ALL=C tr -cd '\11\12\40-\176' | sed 's/^/    /' >&2
	fi
	guest_console_tail
	fail "$1"
}

# Takes the parcel of guest/parcel.h: its archive is work/run.tar then, status and size are set. Anything that is not
# whole is an error.
guest_take() {
	results=$work/results
	[ ! -s "$work/results-port" ] || results=$work/results-port
	line=$(head -c 100 "$results" 2>/dev/null | head -n 1 | LC_ALL=C tr -cd '\40-\176')
	echo "$line" | grep -Eqx 'oscost-parcel 1 [0-9]{1,3} [0-9]{1,10} [0-9]{1,10}' ||
		guest_failed "the guest ended without results"
	# shellcheck disable=SC2086
	set -- $line
	status=$3 size=$4 sum=$5
	tail -c "+$((${#line} + 2))" "$results" >"$work/run.tar"
	[ "$(cksum <"$work/run.tar")" = "$sum $size" ] ||
		guest_failed "the results were cut or damaged on their way: $(wc -c <"$work/run.tar") of $size bytes"
}

# The records of the parcel go to work/run.
guest_unpack() {
	guest_take
	[ "$status" = 0 ] && [ "$size" != 0 ] || guest_failed "oscost in the guest ended with exit status $status"
	mkdir "$work/run"
	# Through a pipe, and no more than has come: so each is a plain file, whatever else the archive calls it.
	for file in machine.tsv cases.tsv samples.tsv gaps.tsv; do
		tar -x -O -f "$work/run.tar" "$file" 2>"$work/emulator.log" | head -c "$size" >"$work/run/$file"
		[ -s "$work/run/$file" ] || guest_failed "the results lack $file"
	done
}
