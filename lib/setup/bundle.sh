# The bundle: oscost linked statically in one folder that runs on any Linux. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads top; calls say and fail (run.sh), build.sh, packages.sh, cache.sh, debian.sh.

bundle_usage() {
	cat <<-'END'
		usage: ./run.sh bundle [--arch x86_64|aarch64] [--out FILE]

		oscost, its benchmarks and a run script, linked statically: oscost-VERSION-ARCH.tar.gz
		in the current folder, for any Linux. Nothing need be installed where it runs.

		  --arch ARCH        of the machine that it is for (default: this one's); another
		                     one's is built with Debian's cross compiler
		  --out FILE         the archive
	END
}

bundle_main() {
	arch=$(uname -m) out=''
	while [ $# -gt 0 ]; do
		case $1 in
		--arch | --out) [ $# -ge 2 ] || fail "$1 needs a value" ;;
		esac
		case $1 in
		--arch) arch=$2 && shift ;;
		--arch=*) arch=${1#*=} ;;
		--out) out=$2 && shift ;;
		--out=*) out=${1#*=} ;;
		-h | --help) bundle_usage && return ;;
		*) fail "bundle takes no '$1'; ./run.sh bundle --help" ;;
		esac
		shift
	done
	trap bundle_clean EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	bundle_stage
	bundle_pack
}

# No half of an archive and no scratch in the cache.
bundle_clean() {
	[ -z "${fetched:-}" ] || rm -rf "$fetched"
	[ -z "$out" ] || rm -f "$out.partial"
}

bundle_check_arch() {
	case $arch in
	x86_64 | aarch64) ;;
	*) fail "there are bundles for x86_64 and aarch64, not for $arch" ;;
	esac
}

bundle_version() { sed -n 's/^#define OSCOST_VERSION "\(.*\)"$/\1/p' "$top/lib/oscost/commands.h"; }

# Builds; sets bundle_built, the folder with everything, and stage, the folder as it is packed.
bundle_stage() {
	bundle_check_arch
	bundle_built=$top/build/bundle/$arch
	bundle_name=oscost-$(bundle_version)-$arch
	stage=$bundle_built/$bundle_name
	bundle_tools
	build_folder
	mkdir -p "$bundle_built"
	bundle_make -q >/dev/null 2>&1 || bundle_build
	[ -e "$stage/oscost" ] && [ -z "$(bundle_newer)" ] || bundle_lay_out
}

# What was built or written since the folder was laid out.
bundle_newer() {
	find "$bundle_built/static/oscost" "$bundle_built/static/bench.all" "$bundle_built/static/child" \
		"$bundle_built/static/share" "$top/lib/setup/bundle" -type f -newer "$stage/oscost"
}

# Sets the words for make: none for this machine's own kind.
bundle_tools() {
	cross='' bundle_flags='' bundle_links=''
	packages_setup run
	[ "$arch" != "$(uname -m)" ] || return 0
	[ "$arch" = aarch64 ] || fail "a bundle for $arch can be built on $arch alone"
	packages_setup cross
	cross=aarch64-linux-gnu-
	bundle_libraries
}

bundle_make() {
	make --no-print-directory -C "$top" BUILD="build/bundle/$arch" ${cross:+"CC=${cross}gcc"} \
		"CPPFLAGS=$bundle_flags" "LDFLAGS=$bundle_links" "$@" bundle
}

bundle_build() {
	say "building for $arch…"
	! bundle_make -j "$(build_jobs)" >"$bundle_built/build.log" 2>&1 || return 0
	tail -n 20 "$bundle_built/build.log" | sed 's/^/    /' >&2
	fail "the bundle cannot be built; all of it is in $bundle_built/build.log"
}

# hwloc and libpfm4 for the other processor, from Debian's packages, without installing them.
bundle_libraries() {
	cache_open
	libraries=$cache/libraries/$arch
	[ -d "$libraries" ] || bundle_fetch_libraries
	case $libraries in *[[:space:]]*)
		fail "the cache's name has a blank in it, which make cannot take: $cache"
		;;
	esac
	triple=$arch-linux-gnu
	bundle_flags="-I$libraries/usr/include -I$libraries/usr/include/$triple"
	bundle_links="-L$libraries/usr/lib/$triple"
}

bundle_fetch_libraries() {
	command -v apt-get >/dev/null 2>&1 && [ -r "$debian_keyring" ] ||
		fail "the libraries for $arch come from Debian, by apt-get and debian-archive-keyring"
	suite=$(debian_suites | head -n 1)
	debian_lists "$suite" "$arch" ||
		cache_failed "$(debian_folder "$suite" "$arch")/log" "the package lists of Debian $suite could not be fetched"
	fetched=$(cache_work)
	mkdir "$fetched/root" "$cache/libraries" 2>/dev/null || [ -d "$cache/libraries" ] ||
		fail "no room in the cache $cache"
	debian_fetch "$suite" "$arch" "$fetched" libhwloc-dev libpfm4-dev ||
		debian_failed "hwloc and libpfm4 for $arch could not be fetched"
	for package in "$fetched"/*.deb; do
		dpkg-deb -x "$package" "$fetched/root" 2>"$fetched/log" ||
			debian_failed "${package##*/} could not be unpacked"
	done
	mv "$fetched/root" "$libraries"
	rm -rf "$fetched"
}

# Many names for one program stay one file, as hard links.
bundle_lay_out() {
	rm -rf "$stage"
	mkdir -p "$stage/bench" "$stage/child" "$stage/share"
	"${cross}strip" -o "$stage/.bench" "$bundle_built/static/bench.all"
	for program in "$bundle_built"/static/bench/*; do ln "$stage/.bench" "$stage/bench/${program##*/}"; done
	for program in "$bundle_built"/static/child/*; do
		"${cross}strip" -o "$stage/child/${program##*/}" "$program"
	done
	cp "$bundle_built"/static/share/* "$stage/share/"
	cp "$top/lib/setup/bundle/run" "$top/lib/setup/bundle/README" "$top/LICENSE" "$stage/"
	chmod -R go+rX,u+rwX "$stage"
	"${cross}strip" -o "$stage/oscost" "$bundle_built/static/oscost"
	touch "$stage/.bench" "$stage/oscost"
}

# The same tree gives the same archive.
bundle_pack() {
	[ -n "$out" ] || out=$bundle_name.tar.gz
	tar -c -C "$bundle_built" --sort=name --owner=0 --group=0 --numeric-owner --exclude=.bench \
		--mtime="@${SOURCE_DATE_EPOCH:-0}" "$bundle_name" 2>"$bundle_built/tar.log" | gzip -9n >"$out.partial" &&
		[ ! -s "$bundle_built/tar.log" ] && mv "$out.partial" "$out" || {
		rm -f "$out.partial"
		sed 's/^/    /' "$bundle_built/tar.log" >&2
		fail "the archive $out cannot be written"
	}
	say "$(($(wc -c <"$out") / 1024)) KiB; unpack it anywhere and start ./run there"
	echo "$out"
}
