# Kernels to boot: files, or Debian's packages by version. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads cache (cache.sh), arch, update, work; calls say and fail (run.sh) and debian.sh.

# kernel_find SPEC: sets kernel_file, kernel_config (or empty) and kernel_name, which is for people.
kernel_find() {
	case $1 in
	'') fail "vm needs --kernel FILE or --kernel debian:VERSION, for example debian:6.1" ;;
	debian:*) kernel_find_debian "${1#debian:}" ;;
	*) kernel_find_file "$1" ;;
	esac
}

kernel_find_file() {
	[ -f "$1" ] && [ -r "$1" ] || fail "there is no kernel file $1 that can be read"
	kernel_check "$1"
	kernel_file=$(readlink -f -- "$1")
	kernel_name="file ${1##*/}, cksum $(cksum <"$1" | awk '{ print $1 }')"
	kernel_config=$(dirname -- "$kernel_file")/config-${kernel_file##*/vmlinuz-}
	[ -r "$kernel_config" ] || kernel_config=''
}

kernel_bytes() { # FILE OFFSET COUNT: as a hexadecimal word
	dd if="$1" bs=1 skip="$2" count="$3" 2>/dev/null | od -An -tx1 | tr -d ' \n'
}

# Linux, Documentation/arch/x86/boot.rst: "HdrS" at 0x202; Documentation/arch/arm64/booting.rst: "ARM\x64" at
# 56. QEMU unpacks an arm64 image that gzip has packed.
kernel_check() {
	case $arch in
	x86_64) [ "$(kernel_bytes "$1" 514 4)" = 48647253 ] ||
		fail "$1 is no x86-64 Linux kernel (bzImage): it lacks the mark HdrS" ;;
	aarch64) [ "$(kernel_bytes "$1" 56 4)" = 41524d64 ] || [ "$(kernel_bytes "$1" 0 2)" = 1f8b ] ||
		fail "$1 is no aarch64 Linux kernel (Image, or Image.gz)" ;;
	esac
}

# Where kernels of this architecture are kept: PACKAGE/vmlinuz, config, name; and a file debian:VERSION
# that names the package which it became.
kernel_find_debian() {
	kernel_version_check "$1"
	kept=$cache/kernels/$arch
	mkdir -p "$kept" 2>/dev/null || fail "no room in the cache $cache"
	if [ ! -r "$kept/debian:$1" ] || [ "${update:-no}" = yes ]; then kernel_fetch "$1"; fi
	read -r package <"$kept/debian:$1" || fail "the cache is damaged: remove $kept/debian:$1"
	kernel_file=$kept/$package/vmlinuz
	kernel_config=$kept/$package/config
	[ -r "$kernel_file" ] || fail "the cache is damaged: remove $kept/debian:$1"
	kernel_name="debian:$1 ($package)"
	[ -r "$kernel_config" ] || kernel_config=''
}

kernel_version_check() {
	echo "$1" | grep -Eqx '[0-9]{1,3}\.[0-9]{1,3}(-rt)?' ||
		fail "debian:$1 is no version that Debian's kernels have: debian:6.1, debian:6.1-rt, debian:6.12 …"
}

# The newest package of that version in the first suite that has one. VERSION or VERSION-rt.
kernel_fetch() {
	command -v apt-get >/dev/null 2>&1 ||
		fail "debian:$1 is fetched with apt-get, which is not here: give a kernel's file"
	command -v dpkg-deb >/dev/null 2>&1 || fail "debian:$1 is unpacked with dpkg-deb, which is not here"
	[ -r "$debian_keyring" ] || fail "debian:$1 needs the package debian-archive-keyring, to check what it fetches"
	flavour=cloud version=$1
	case $1 in *-rt) flavour=rt version=${1%-rt} ;; esac
	unreachable=''
	for suite in $(debian_suites); do
		if ! debian_lists "$suite" "$arch"; then
			unreachable="$unreachable $suite"
			failed_log=$(debian_folder "$suite" "$arch")/log
			continue
		fi
		package=$(kernel_newest "$suite")
		[ -z "$package" ] || break
	done
	if [ -z "${package-}" ] && [ -n "$unreachable" ]; then
		cache_failed "$failed_log" "the package lists of Debian$unreachable could not be fetched"
	fi
	[ -n "${package-}" ] || fail "Debian has no kernel $1 for $arch; it has $(kernel_versions)"
	kernel_unpack "$suite" "$package" "$1"
}

# The versions that there are, as debian:VERSION takes them: "5.10 6.1 6.12".
kernel_versions() {
	for suite in $(debian_suites); do
		for kind in linux-image linux-binary; do debian_names "$suite" "$arch" "$kind-" 2>/dev/null; done
	done | grep -v unsigned | grep -E -- "-$flavour-$(debian_arch "$arch")\$" |
		sed -nE 's/^linux-(image|binary)-([0-9]+\.[0-9]+)[.+].*/\2/p' | sort -Vu | tr '\n' ' ' | sed 's/ $//'
}

kernel_newest() { # SUITE; sid has its images in linux-binary packages
	for kind in linux-image linux-binary; do
		debian_names "$1" "$arch" "$kind-$version" |
			grep -Ex "$kind-$(echo "$version" | sed 's/\./\\./')(\.[0-9]+)+([-+][a-z0-9.~]+)*-$flavour-$(debian_arch "$arch")" |
			grep -v unsigned
	done | sort -V | tail -n 1
}

kernel_unpack() { # SUITE PACKAGE VERSION
	say "fetching $2 from Debian $1"
	fetched=$(cache_work)
	debian_fetch "$1" "$arch" "$fetched" "$2" || debian_failed "$2 could not be fetched"
	dpkg-deb --fsys-tarfile "$fetched"/*.deb >"$fetched/tar" 2>"$fetched/log" &&
		tar -x -C "$fetched" -f "$fetched/tar" --wildcards './boot/vmlinuz*' './boot/config*' \
			2>"$fetched/log" || debian_failed "$2 could not be unpacked"
	mkdir "$fetched/kernel" && mv "$fetched"/boot/vmlinuz* "$fetched/kernel/vmlinuz" &&
		mv "$fetched"/boot/config* "$fetched/kernel/config" ||
		debian_failed "$2 has no kernel in it"
	name=$(cd "$fetched" && echo *.deb | sed 's/%3a/:/; s/_[a-z0-9]*\.deb$//')
	[ -d "$kept/$name" ] || mv "$fetched/kernel" "$kept/$name" || debian_failed "no room in the cache $cache"
	echo "$name" >"$fetched/names" && mv "$fetched/names" "$kept/debian:$3" ||
		debian_failed "no room in the cache $cache"
	rm -rf "$fetched"
}
