# Builds oscost with make, quietly. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154
#
# Reads top and calls say, both of run.sh. Messages go to stderr.

build_log=$top/build/build.log

# Succeeds when make has nothing to do.
build_current() {
	[ -x "$top/build/oscost" ] && make --no-print-directory -q -C "$top" all >/dev/null 2>&1
}

build_folder() {
	if mkdir -p "$top/build" 2>/dev/null && [ -w "$top/build" ]; then return 0; fi
	say "cannot write to $top/build"
	say "if it is another user's, remove it; else start a copy of this folder that is yours"
	exit 2
}

build_jobs() { nproc 2>/dev/null || echo 1; }

build_all() {
	build_folder
	echo 'building…' >&2
	! make --no-print-directory -j "$(build_jobs)" -C "$top" all >"$build_log" 2>&1 || return 0
	rm -f "$top/build/.setup" # perhaps something was uninstalled: look again next time
	tail -n 20 "$build_log" | sed 's/^/    /' >&2
	say "the build failed; all of it is in $build_log"
	exit 2
}
