# Finds what this machine lacks and installs it, or prints the command that does. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154
#
# Reads top and no_install (yes or no), calls say (run.sh) and build_folder (build.sh).
# Messages go to stderr.
# From outside only packages_stamped and packages_setup are called; LEVEL is run, test, or that of something
# special: vm, x86_64, aarch64, uml, cross, or a few of them in one word, parted by blanks.

packages_table=$top/lib/setup/packages.tsv
packages_stamp=$top/build/.setup
packages_log=$top/build/setup.log

# The stamp says that this very table was satisfied at LEVEL; a failed build removes it.
packages_stamped() {
	[ -r "$packages_stamp" ] || return 1
	read -r sum size level <"$packages_stamp" || return 1
	[ "$level" = test ] || [ "$level" = "$1" ] || return 1
	[ "$sum $size" = "$(cksum <"$packages_table")" ]
}

# Returns when oscost can be built; else exits with 2 and a sentence.
packages_setup() {
	! packages_stamped "$1" || return 0
	packages_find_manager
	packages_look "$1"
	tried=no
	if [ -n "$must$nice" ] && [ "$no_install" = no ] && packages_root; then
		tried=yes
		build_folder
		packages_install || packages_installation_failed
		packages_look "$1"
	fi
	[ -z "$missing" ] || packages_give_up
	build_folder
	printf '%s' "$notes" | while IFS= read -r note; do say "$note"; done
	if [ "$1" != run ] && [ "$1" != test ]; then
		return 0
	elif [ -z "$nice" ] || [ "$tried" = yes ]; then
		echo "$(cksum <"$packages_table") $1" >"$packages_stamp"
	else
		say "$(packages_advice)"
	fi
}

packages_find_manager() {
	for manager in apt-get dnf apk pacman zypper; do
		! command -v "$manager" >/dev/null 2>&1 || return 0
	done
	manager=''
}

# Sets missing (what there must be, in words), must and nice (package names), both of them, and
# notes (a line for each thing done without).
packages_look() {
	missing='' must='' nice='' notes=''
	while IFS='	' read -r need level check package without; do
		packages_concern "$level" "$1" || continue
		! packages_present "${check%% *}" "${check#* }" || continue
		if packages_indispensable "$level" "$1"; then
			missing="${missing:+$missing, }$need"
			packages_new "$package" || continue
			must="${must:+$must }$package"
		else
			notes="$notes$need: missing, so $without
"
			packages_new "$package" || continue
			nice="${nice:+$nice }$package"
		fi
	done <<-END
		$(packages_rows)
	END
	if [ -n "$must" ] && [ -n "$nice" ]; then both="$must $nice"; else both=$must$nice; fi
}

packages_concern() { # LEVEL-OF-ROW LEVELS
	case $1 in must | nice) return 0 ;; esac
	[ "$2" = test ] || packages_indispensable "$1" "$2"
}

# What was asked for by name is not done without.
packages_indispensable() {
	[ "$1" != must ] || return 0
	[ "$1" != test ] || return 1
	case " $2 " in *" $1 "*) return 0 ;; esac
	return 1
}

# The table's rows with the one package column that counts here.
packages_rows() {
	awk -F '\t' -v OFS='\t' -v manager="$manager" '
		/^#/ { next }
		!named { named = 1; for (i = 1; i <= NF; i++) column[$i] = i; next }
		{
			package = (manager in column) ? $(column[manager]) : "-"
			print $1, $2, $3, package, $(column["without"])
		}
	' "$packages_table"
}

# Succeeds for a package that is on neither list; `-` is no package.
packages_new() {
	case " $must $nice - " in
	*" $1 "*) return 1 ;;
	esac
}

# One check of the table. The compiler itself is asked, so that CC, CPPFLAGS and CPATH count.
packages_present() {
	compiler=${CC:-cc}
	case $1 in
	compiler) command -v "${compiler%% *}" ;;
	command) command -v "$2" ;;
	header) packages_has_header "$2" ;;
	cross) echo "#include <$2>" | aarch64-linux-gnu-gcc -E -x c - ;;
	link) packages_links "$2" ;;
	esac >/dev/null 2>&1
}

# shellcheck disable=SC2086
packages_has_header() {
	echo "#include <$1>" | $compiler ${CPPFLAGS-} -E -x c -
}

packages_links() {
	program=$(mktemp) || return 1
	links=yes
	# shellcheck disable=SC2086
	echo 'int main(void) { return 0; }' | $compiler -x c - "$1" -o "$program" || links=no
	rm -f "$program"
	[ "$links" = yes ]
}

packages_install_command() {
	case $manager in
	apt-get) echo apt-get install -y --no-install-recommends ;;
	dnf) echo dnf install -y --setopt=install_weak_deps=False ;;
	apk) echo apk add --no-cache ;;
	pacman) echo pacman -S --needed --noconfirm ;;
	zypper) echo zypper --non-interactive install --no-recommends ;;
	esac
}

# Only for the managers that do not fetch their lists by themselves.
packages_refresh_command() {
	case $manager in
	apt-get) echo apt-get update ;;
	pacman) echo pacman -Sy ;;
	esac
}

# Succeeds when commands can be run as root; sets as_root, the word to put in front.
packages_root() {
	as_root=''
	[ "$(id -u)" != 0 ] || return 0
	as_root=sudo
	command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null
}

packages_run() {
	[ "$manager" != apt-get ] || set -- env DEBIAN_FRONTEND=noninteractive "$@"
	[ -z "$as_root" ] || set -- "$as_root" "$@"
	say "running: $*"
	echo "$*" >>"$packages_log"
	"$@" >>"$packages_log" 2>&1 </dev/null
}

# All at once; again with fresh lists; then one by one what can be done without, so that it does
# not stop the rest.
# shellcheck disable=SC2086
packages_install() {
	install=$(packages_install_command)
	refresh=$(packages_refresh_command)
	: >"$packages_log"
	! packages_run $install $both || return 0
	if [ -n "$refresh" ]; then
		say "that did not work; fetching the package lists and trying again"
		packages_run $refresh || say "the package lists could not be fetched"
		! packages_run $install $both || return 0
	fi
	[ -n "$nice" ] || return 1
	[ -z "$must" ] || packages_run $install $must || return 1
	for package in $nice; do
		packages_run $install "$package" ||
			say "$package could not be installed; going on without it"
	done
}

packages_installation_failed() {
	tail -n 8 "$packages_log" | sed 's/^/    /' >&2
	say "the packages could not be installed; all of it is in $packages_log"
	packages_hint
	exit 2
}

# The command for a person to type.
packages_advice() {
	sudo='' who=' as root'
	if [ "$(id -u)" = 0 ]; then
		who=''
	elif command -v sudo >/dev/null 2>&1; then
		who='' sudo='sudo '
	fi
	advice="$sudo$(packages_install_command) $both"
	[ "$manager" != apt-get ] || advice="$sudo$(packages_refresh_command) && $advice"
	printf 'to install it, type this%s, then start again:\n    %s\n' "$who" "$advice"
}

packages_hint() {
	[ "$manager" != dnf ] ||
		say "on RHEL and its like hwloc-devel and libpfm-devel are in the CRB repository"
}

packages_give_up() {
	say "missing: $missing"
	if [ -n "$manager" ]; then
		say "$(packages_advice)"
		packages_hint
	else
		say "no apt-get, dnf, apk, pacman or zypper here: install it by hand, start again"
	fi
	exit 2
}
