#!/bin/sh
# The shell files are clean: shellcheck finds nothing, and no source file starts Python or
# names a path of somebody's machine.
set -eu

# Shell files of TREE: by name, or by their first line.
shell_files() {
	sources "$1" | while IFS= read -r file; do
		case $file in
		*.sh) echo "$file" ;;
		*) ! head -n 1 "$1/$file" | grep -qE '^#!.*[ /](ba|da)?sh$' || echo "$file" ;;
		esac
	done
}

# Everything written by hand; data and results are not.
sources() {
	(cd "$1" && find . -path ./.git -prune -o -path ./build -prune -o -path ./results \
		-prune -o -path ./tests/data -prune -o -type f -print | sort)
}

# The patterns are written so that they do not match themselves.
grep_sources() {
	sources "$1" | while IFS= read -r file; do
		LC_ALL=C grep -nE "$2" "$1/$file" /dev/null || true
	done
}
python() {
	grep_sources "$1" '^#!.*[p]ython|(^|[^[:alnum:]_])[p]ython[0-9.]*( +-| +[^ ]+\.py|$)'
}
machine_paths() {
	grep_sources "$1" '(^|[^[:alnum:]_.)}]|-[IL])/([w]ork|[r]oot|[h]ome/[a-z]+|[U]sers)/'
}

fails=0
expect_found() {
	[ -n "$2" ] || { echo "the check for $1 finds nothing where there is something"; fails=1; }
}
expect_clean() {
	[ -z "$2" ] || { printf '%s:\n%s\n' "$1" "$2"; fails=1; }
}

# the checks must be able to fail
bad=$TMPDIR/bad
mkdir -p "$bad/build"
printf '#!/usr/bin/env %s\n' 'pyth''on3' >"$bad/tool"
expect_found python "$(python "$bad")"
printf 'CFLAGS += -I%s\n' '/ho''me/jo/include' >"$bad/Makefile"
expect_found 'machine paths' "$(machine_paths "$bad")"
printf '#!/bin/sh\n' >"$bad/a b"
expect_found 'shell files without .sh' "$(shell_files "$bad")"

expect_clean 'starts Python' "$(python "$OSCOST_TOP")"
expect_clean 'a path of one machine' "$(machine_paths "$OSCOST_TOP")"

if ! command -v shellcheck >/dev/null 2>&1; then
	[ "$fails" = 0 ] || exit 1
	echo "shellcheck is not installed"
	exit 77
fi
cd "$OSCOST_TOP"
shell_files . >"$TMPDIR/list"
[ "$(wc -l <"$TMPDIR/list")" -ge 5 ] || { echo "too few shell files found"; fails=1; }
while IFS= read -r file; do
	shellcheck -x "$file" || fails=1
done <"$TMPDIR/list"
exit "$fails"
