# The cache: what was fetched once. Only whole files have their final names. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Calls say and fail (run.sh).

# Sets cache.
cache_open() {
	cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/oscost
	if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
		fail "cannot write to the cache $cache; XDG_CACHE_HOME names another place"
	fi
}

# A private folder in the cache, from which files are renamed to where they belong; the caller
# has it removed at exit.
cache_work() {
	mktemp -d "$cache/work.XXXXXX" || fail "no room in the cache $cache"
}

# cache_failed LOG WHAT: the last words of a program, and what could not be had.
cache_failed() {
	[ ! -s "$1" ] || tail -n 5 "$1" | sed 's/^/    /' >&2
	[ "$(df -Pk "$cache" 2>/dev/null | awk 'NR == 2 { print ($4 < 1024) }')" != 1 ] ||
		say "there is no space left for the cache $cache"
	fail "$2"
}
