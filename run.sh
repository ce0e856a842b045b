#!/bin/sh
# run.sh: the front door of oscost. It sets this machine up, builds, and hands over to build/oscost.
#
#   ./run.sh                    measures for about a minute and shows the table
#   ./run.sh OPTIONS            the same as ./run.sh measure OPTIONS, for example ./run.sh --quick
#   ./run.sh SUBCOMMAND ...     report, list, doctor, help, ...: a subcommand of build/oscost
#   ./run.sh bundle             oscost in one folder that runs on any Linux: bundle --help
#   ./run.sh vm ...             boots another kernel and measures in it: vm --help
#   ./run.sh matrix ...         many kernels and boot parameters, one table and picture: matrix --help
#   ./run.sh test [NAME...]     sets up what the tests need and runs them
#
#   --no-install                (or OSCOST_NO_INSTALL=1) prints the command in place of installing
#   OSCOST_RESULTS=DIR          where runs are left (default: results/ beside this file)
set -eu

say() { printf 'oscost: %s\n' "$*" >&2; }

fail() {
	say "$*"
	exit 2
}

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$top/run.sh"; }

top=$(dirname -- "$(readlink -f -- "$0")")
no_install=no
[ "${OSCOST_NO_INSTALL:-0}" = 0 ] || no_install=yes
for argument; do
	shift
	if [ "$argument" = --no-install ]; then no_install=yes; else set -- "$@" "$argument"; fi
done
export OSCOST_RESULTS="${OSCOST_RESULTS:-$top/results}"

# shellcheck source=lib/setup/packages.sh
. "$top/lib/setup/packages.sh"
# shellcheck source=lib/setup/build.sh
. "$top/lib/setup/build.sh"

# What most people never need is read when it is called for.
setup_more() {
	for part in cache debian kernels bundle guest qemu uml vm matrix; do
		# shellcheck source=/dev/null
		. "$top/lib/setup/$part.sh"
	done
}

# Of subcommands that are shell.
[ "${1-}" != help ] || case ${2-} in bundle | vm | matrix | test) set -- "$2" --help ;; esac

case ${1-} in
-h | --help | help)
	# nobody wants packages installed to read a help text
	[ -x "$top/build/oscost" ] || { usage; exit 0; }
	[ -n "${2-}" ] || { "$top/build/oscost" "$1" && echo && usage; exit; }
	;;
--version) ;;
test)
	shift
	case ${1-} in -h | --help) usage && exit 0 ;; esac
	packages_setup test
	exec make --no-print-directory -j "$(build_jobs)" -C "$top" check TESTS="$*"
	;;
bundle | vm | matrix)
	setup_more
	command=$1
	shift
	"${command}_main" "$@"
	exit
	;;
'' | -*) set -- measure "$@" ;;
esac

if ! { packages_stamped run && build_current; }; then
	packages_setup run
	build_current || build_all
fi
exec "$top/build/oscost" "$@"
