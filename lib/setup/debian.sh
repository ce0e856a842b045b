# Debian's packages of other suites and architectures, by an apt of its own: lists, cache and
# status lie in our cache, the host's are not touched. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Reads cache (cache.sh), calls say and fail (run.sh).

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

debian_arch() { # of x86_64, aarch64
	case $1 in
	x86_64) echo amd64 ;;
	aarch64) echo arm64 ;;
	esac
}

# The host's own mirror of debian or debian-security, else OSCOST_DEBIAN_MIRROR's; nothing when there is none.
debian_mirror() {
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
		2>/dev/null | awk -v end="/$1/?$" -v usual="${OSCOST_DEBIAN_MIRROR:+${OSCOST_DEBIAN_MIRROR%/}/$1}" '
		/^[ \t]*#/ { next }
		/^(deb|URIs:)[ \t]/ {
			for (i = 2; i <= NF && found == ""; i++)
				if ($i ~ /^https?:/ && $i ~ end) found = $i
		}
		END { print found == "" ? usual : found }'
}

# The host's suite first: its packages are the likeliest to be wanted.
debian_suites() {
	# shellcheck source=/dev/null
	host=$(. /etc/os-release 2>/dev/null && [ "${ID-}" = debian ] && echo "${VERSION_CODENAME-}") || host=''
	for suite in $host bookworm bullseye trixie sid; do
		[ "$suite" = "${host-}" ] && [ "${seen-}" = yes ] || echo "$suite"
		[ "$suite" != "${host-}" ] || seen=yes
	done
}

# debian_folder SUITE ARCH: prints the folder of this apt, made if need be.
debian_folder() {
	folder=$cache/apt/$1-$2
	mkdir -p "$folder/lists/partial" "$folder/archives/partial" 2>/dev/null ||
		fail "no room in the cache $cache"
	: >"$folder/status"
	: >"$folder/empty"
	mirror=$(debian_mirror debian)
	security=$(debian_mirror debian-security)
	[ -n "$mirror" ] ||
		fail "apt knows no mirror of Debian here: OSCOST_DEBIAN_MIRROR=URL names one (the folder that holds debian/)"
	{
		echo "deb [signed-by=$debian_keyring] $mirror $1 main"
		[ "$1" = sid ] || [ -z "$security" ] ||
			echo "deb [signed-by=$debian_keyring] $security $1-security main"
	} >"$folder/sources.list"
	debian_settings "$2" >"$folder/apt.conf"
	echo "$folder"
}

# Read behind the host's own settings, of which a proxy is wanted and hooks are not.
debian_settings() {
	cat <<-END
		#clear APT::Update;
		#clear DPkg::Post-Invoke;
		#clear DPkg::Pre-Install-Pkgs;
		#clear APT::Architectures;
		APT::Architecture "$(debian_arch "$1")";
		APT::Architectures { "$(debian_arch "$1")"; };
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		Acquire::Retries "2";
		Acquire::http::Timeout "30";
		Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
		Dir::State "$folder";
		Dir::State::lists "$folder/lists";
		Dir::State::status "$folder/status";
		Dir::State::extended_states "$folder/extended_states";
		Dir::Cache "$folder";
		Dir::Cache::archives "$folder/archives";
		Dir::Etc::sourcelist "$folder/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::Etc::preferences "$folder/empty";
		Dir::Etc::preferencesparts "-";
	END
}

# debian_update SUITE ARCH: fresh lists; fails when they cannot be had.
debian_update() {
	folder=$(debian_folder "$1" "$2")
	say "fetching the package lists of Debian $1"
	apt-get -q -c "$folder/apt.conf" update >"$folder/log" 2>&1 </dev/null &&
		! grep -q '^[EW]: Failed to fetch\|^Err:' "$folder/log" && : >"$folder/updated"
}

# Lists that are there are good enough: who wants newer ones asks for them (update=yes).
debian_lists() {
	folder=$(debian_folder "$1" "$2")
	if [ -e "$folder/updated" ] && [ "${update:-no}" = no ]; then return 0; fi
	debian_update "$1" "$2"
}

# debian_names SUITE ARCH PREFIX: names of packages.
debian_names() {
	folder=$(debian_folder "$1" "$2")
	apt-cache -c "$folder/apt.conf" pkgnames "$3" 2>/dev/null
}

# debian_fetch SUITE ARCH FOLDER PACKAGE…: the .deb files into FOLDER; the log is FOLDER/log.
debian_fetch() {
	folder=$(debian_folder "$1" "$2")
	into=$3
	shift 3
	(cd "$into" && apt-get -q -c "$folder/apt.conf" download "$@") >"$into/log" 2>&1 </dev/null
}

# debian_failed WHAT: ends with the last words of FOLDER/log, where FOLDER is fetched.
debian_failed() {
	cp "$fetched/log" "$cache/log" 2>/dev/null || : >"$cache/log" 2>/dev/null || true
	rm -rf "$fetched"
	cache_failed "$cache/log" "$1"
}
