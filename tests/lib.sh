# What the shell tests share. Sourced: . "$OSCOST_TOP/tests/lib.sh"
# shellcheck shell=sh

failures=0
checks=0

# check WHAT COMMAND…: the command succeeds
check() {
	what=$1
	shift
	checks=$((checks + 1))
	if "$@"; then return 0; fi
	failures=$((failures + 1))
	echo "failed: $what" >&2
	return 0
}

# check_status WANTED COMMAND…: output goes to $TMPDIR/out and $TMPDIR/err
check_status() {
	wanted=$1
	shift
	got=0
	"$@" >"$TMPDIR/out" 2>"$TMPDIR/err" </dev/null || got=$?
	checks=$((checks + 1))
	[ "$got" = "$wanted" ] && return 0
	failures=$((failures + 1))
	echo "failed: exit status $got, wanted $wanted: $*" >&2
	sed 's/^/    /' "$TMPDIR/err" >&2
	return 0
}

# says PATTERN: standard error of the last check_status has it
says() {
	checks=$((checks + 1))
	grep -q -- "$1" "$TMPDIR/err" && return 0
	failures=$((failures + 1))
	echo "failed: no '$1' in the messages:" >&2
	sed 's/^/    /' "$TMPDIR/err" >&2
	return 0
}

# running WORDS: the processes whose command line has them, one a line; without procps too
running() {
	for process in /proc/[0-9]*; do
		if { tr "\\0" " " <"$process/cmdline"; } 2>/dev/null | grep -qF -- "$1"; then echo "${process#/proc/}"; fi
	done
}

# absent PATTERN FILE…: no line of them has it (extended regular expression)
absent() {
	pattern=$1
	shift
	! LC_ALL=C grep -Eq -- "$pattern" "$@"
}

# field FILE COLUMN KEY=VALUE…: that column of the first row in which the other columns have those values
field() {
	awk -F '\t' -v column="$2" -v wanted="$3" -v more="${4-}" -v third="${5-}" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 {
			ok = 1
			split(wanted "\n" more "\n" third, pair, "\n")
			for (k in pair) if (pair[k] != "") {
				eq = index(pair[k], "=")
				if ($(at[substr(pair[k], 1, eq - 1)]) != substr(pair[k], eq + 1)) ok = 0
			}
			if (ok) { print $(at[column]); exit }
		}' "$1"
}

# a tree as `make` leaves it, with other benchmark programs: tree DIR PROGRAM…
tree() {
	dir=$1
	shift
	mkdir -p "$dir/bench"
	cp "$OSCOST_BUILD/oscost" "$dir/"
	cp -r "$OSCOST_BUILD/share" "$OSCOST_BUILD/child" "$dir/"
	cp "$@" "$dir/bench/"
}

finish() {
	[ "$checks" -gt 0 ] || { echo "no check ran" >&2; exit 1; }
	[ "$failures" = 0 ] || { echo "$failures of $checks checks failed" >&2; exit 1; }
	exit 0
}
