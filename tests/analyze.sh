#!/bin/sh
# Static analysis of lib/ and bench/ by clang's analyzer,-fanalyzer and cppcheck. For `make analyze`.
#
#   tests/analyze.sh [TOOL...]     TOOL: clang, gcc, cppcheck (all that are installed)
#   ANALYZE_FILES='FILE...'        only these
#
# A finding that is none stands in tests/analyze/TOOL.tsv: its file, its check and its function's or message's
# words, and why it is none. One that is not met any more has to go, too (unless ANALYZE_FILES is set).
# Exit status 0: nothing, 1: a finding or a stale exception, 2: a tool that cannot be run.
set -u
export LC_ALL=C

top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
cd "$top" || exit 2
scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-analyze.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
# BENCH_NAMES: as the build gives it to lib/setup/one_bench.c, with one of them
flags='-std=gnu11 -D_GNU_SOURCE -Ilib -DBENCH_NAMES=BENCH(call)'

if [ $# = 0 ]; then
	for tool in clang gcc cppcheck; do
		if command -v "$tool" >/dev/null 2>&1; then set -- "$@" "$tool"; else echo "$tool: not installed, not tried"; fi
	done
fi
[ $# -gt 0 ] || exit 2

# NAME_any.c and the programs without libc too; lib/setup is linked into the static driver.
# shellcheck disable=SC2086
files() {
	if [ -n "${ANALYZE_FILES-}" ]; then printf '%s\n' $ANALYZE_FILES; else find lib bench -name '*.c' | sort; fi
}

# Each prints FILE:LINE:…: MESSAGE [CHECK] lines.
# shellcheck disable=SC2086
run_clang() {
	files | xargs -P "$(nproc)" -n 1 clang --analyze -Xclang -analyzer-output=text $flags -o /dev/null 2>&1
}

# -O1: what is inlined is seen. The path after a finding is not printed.
# shellcheck disable=SC2086
run_gcc() {
	files | xargs -P "$(nproc)" -n 1 gcc -fanalyzer -fdiagnostics-path-format=none -fdiagnostics-plain-output \
		-fdiagnostics-path-format=none -O1 $flags -c -o /dev/null 2>&1
}

# shellcheck disable=SC2046
run_cppcheck() {
	cppcheck -q -j "$(nproc)" --std=c11 -D_GNU_SOURCE -D__x86_64__ -D__linux__ '-DBENCH_NAMES=BENCH(call)' -Ilib \
		--enable=warning,performance,portability --suppress=missingIncludeSystem \
		--template='{file}:{line}: warning: {message} [{id}]' $(files) 2>&1
}

# A line a finding: FILE <tab> CHECK <tab> LINE <tab> MESSAGE
findings() {
	sed -n 's/^\([a-z][^:]*\):\([0-9]*\):[^[]*\(warning\|error\): \(.*\) \[\([^]]*\)\]$/\1\t\5\t\2\t\4/p' | sort -u
}

bad=0
for tool; do
	command -v "$tool" >/dev/null 2>&1 || { echo "analyze.sh: $tool is not installed" >&2 && exit 2; }
	case $tool in
	clang) run_clang ;;
	gcc) run_gcc ;;
	cppcheck) run_cppcheck ;;
	*) echo "analyze.sh: there is no tool '$tool'" >&2 && exit 2 ;;
	esac >"$scratch/all"
	findings <"$scratch/all" >"$scratch/found"
	grep -E '(fatal )?error:' "$scratch/all" | grep -v '\[' >"$scratch/broken" || true
	awk -F '\t' -v tool="$tool" -v part="${ANALYZE_FILES-}" '
		FNR == NR {
			if ($0 !~ /^#/ && NF >= 4) { n++; file[n] = $1; check[n] = $2; words[n] = $3 }
			next
		}
		{
			hit = 0
			for (i = 1; i <= n && !hit; i++)
				if (file[i] == $1 && check[i] == $2 && index($4, words[i])) hit = i
			if (hit) { met[hit]++; excused++ } else { printf "%s:%s: %s [%s]\n", $1, $3, $4, $2; left++ }
		}
		END {
			for (i = 1; i <= n && part == ""; i++)
				if (!met[i]) { printf "tests/analyze/%s.tsv: not met any more: %s %s\n", tool, file[i], check[i]; stale++ }
			printf "%s: %d findings, %d exceptions with a reason, %d stale\n", tool, left, excused, stale
			exit left + stale > 0
		}' "tests/analyze/$tool.tsv" "$scratch/found" || bad=1
	if [ -s "$scratch/broken" ]; then
		cat "$scratch/broken"
		bad=1
	fi
done
exit "$bad"
