#!/bin/sh
# A real session of the driver, every subcommand in it, under the sanitizers and again under valgrind:
# no invalid access, no undefined behaviour, no leak. For `make memory`; `quick`: the bounded one of make check.
#
#   tests/memory.sh [quick|full] [TOOL...]     TOOL: sanitizers, valgrind (both)
#
# Benchmarks are programs of their own and are not followed. What valgrind is to pass over stands with its
# reason in tests/memory/valgrind.supp. Exit status 0: clean, 1: a finding, or a command that did not end
# as it should, 77: nothing could be tried, 2: wrong use.
set -u

top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
build=$(readlink -f -- "${OSCOST_BUILD:-$top/build}")
level=${1:-full}
[ $# = 0 ] || shift
[ $# -gt 0 ] || set -- sanitizers valgrind
case $level in
quick | full) ;;
*) echo "memory.sh: quick or full, not '$level'" >&2 && exit 2 ;;
esac

scratch=$(mktemp -d "${TMPDIR:-/tmp}/oscost-memory.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
export OSCOST_RESULTS="$scratch/results" OSCOST_BASELINE="$scratch/baseline" TMPDIR="$scratch"
export NO_COLOR=1
mkdir "$scratch/home" "$scratch/reports"

# The driver finds everything beside itself.
for folder in bench child fact share; do ln -s "$build/$folder" "$scratch/home/$folder"; done

FINDING=99
ran=0 findings=0 wrong=0

# session_run WANTED COMMAND…: WANTED: the exit statuses that are right, as in "0 1"
session_run() {
	wanted=$1
	shift
	ran=$((ran + 1))
	status=0
	case $tool in
	sanitizers)
		ASAN_OPTIONS=exitcode=$FINDING:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1:exitcode=$FINDING \
			"$scratch/home/oscost" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
		cp "$scratch/err" "$scratch/report"
		;;
	valgrind)
		valgrind -q --trace-children=no --child-silent-after-fork=yes --leak-check=full \
			--errors-for-leak-kinds=definite,indirect,possible --error-exitcode=$FINDING \
			--suppressions="$top/tests/memory/valgrind.supp" --log-file="$scratch/report" \
			"$scratch/home/oscost" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
		;;
	esac
	if [ "$status" = "$FINDING" ]; then
		findings=$((findings + 1))
		echo "== $tool: oscost $*"
		head -n 60 "$scratch/report"
		return
	fi
	case " $wanted " in
	*" $status "*) ;;
	*)
		wrong=$((wrong + 1))
		echo "== $tool: exit status $status, wanted $wanted: oscost $*"
		tail -n 5 "$scratch/err"
		;;
	esac
}

# What one sees of a machine in a day. Two rounds say nothing: check may end as any gate that judged.
session() {
	session_core
	[ "$level.$tool" = quick.valgrind ] || session_rest
	[ "$level" = quick ] || session_slow
}

session_core() {
	# shellcheck disable=SC2086
	session_run 0 measure --rounds 2 --seed 7 $cases --out "$scratch/$tool-a" --tag 'a "tag" <b>' --no-pictures
	# shellcheck disable=SC2086
	session_run 0 measure --rounds 2 --seed 8 $cases --out "$scratch/$tool-b" --no-pictures --under 'env A=b'
	session_run 0 report "$scratch/$tool-a"
	session_run 0 compare "$scratch/$tool-a" "$scratch/$tool-b" --no-pictures --out "$scratch/reports/$tool-c"
	session_run 0 export csv "$scratch/$tool-a"
	session_run 0 export openmetrics "$scratch/$tool-a"
	session_run 0 baseline add "$scratch/$tool-a"
	session_run 0 baseline add "$scratch/$tool-b" --pin
	session_run '0 1' check "$scratch/$tool-a" --no-confirm --across all --no-pictures \
		--junit "$scratch/junit.xml" --markdown "$scratch/comment.md" --out "$scratch/reports/$tool-e"
	session_run 0 history --out "$scratch/reports/$tool-h" --no-pictures
	mkdir "$scratch/reports/$tool-f"
	session_run 0 claims "$scratch/$tool-a" --no-pictures --out "$scratch/reports/$tool-f"
	mkdir "$scratch/$tool-broken"
	cp "$scratch/$tool-a"/*.tsv "$scratch/$tool-broken"
	printf 'a\tb\n' >>"$scratch/$tool-broken/cases.tsv"
	session_run 2 report "$scratch/$tool-broken"
	session_run 2 measure --only no.such.case
}

session_rest() {
	session_run 0 compare "$scratch/$tool-a" "$scratch/$tool-b" "$scratch/$tool-a" --format json --no-pictures \
		--out "$scratch/reports/$tool-d"
	for format in benchfmt gbench smaller-is-better bmf otava junit json; do
		session_run 0 export "$format" "$scratch/$tool-a"
	done
	session_run 0 baseline list
	session_run 0 history --format json
	session_run 0 claims "$scratch/$tool-a" "$scratch/$tool-b" --format json --out "$scratch/reports/$tool-f"
	session_run 0 noise --runs 3 --rounds 2 --only syscall.getppid
	session_run 0 noise --show
	session_run 0 baseline prune --keep 1
	session_run 0 list
	session_run 0 help measure
	# Ways out that are taken when something is wrong.
	session_run 2 compare "$scratch/$tool-a" "$scratch/$tool-broken"
	session_run 2 export json "$scratch/$tool-broken"
	cp "$scratch/$tool-a"/*.tsv "$scratch/$tool-broken"
	head -c -3 "$scratch/$tool-a/samples.tsv" >"$scratch/$tool-broken/samples.tsv"
	session_run 0 report "$scratch/$tool-broken"
	session_run 2 measure --under "'open"
	session_run 2 check nothing
	session_run 2 claims "$scratch/$tool-a" --claims "$scratch/$tool-a/cases.tsv"
	session_run 2 baseline remove nothing
}

session_slow() {
	# shellcheck disable=SC2086
	session_run 0 compare --paired '' 'env A=b' --rounds 2 $cases --no-pictures --out "$scratch/$tool-pair"
	session_run '0 1' check "$scratch/$tool-a" --across all --out "$scratch/reports/$tool-g" --confirm "$scratch/$tool-b"
	session_run 0 compare "$scratch/$tool-a" "$scratch/$tool-b" --out "$scratch/reports/$tool-i"
	session_run 0 history --out "$scratch/reports/$tool-j"
	session_run 0 doctor
}

cases='--only syscall.getppid --only ctxsw.pipe.* --only call.*'
tried=0 missing=''
for tool; do
	case $tool in
	sanitizers)
		[ -x "$build/tests/oscost-sanitized" ] || { missing="$missing; no sanitized driver was built" && continue; }
		cp "$build/tests/oscost-sanitized" "$scratch/home/oscost"
		;;
	valgrind)
		command -v valgrind >/dev/null 2>&1 || { missing="$missing; valgrind is not installed" && continue; }
		cp "$build/oscost" "$scratch/home/oscost"
		;;
	*) echo "memory.sh: there is no tool '$tool'" >&2 && exit 2 ;;
	esac
	before=$ran
	session
	rm -rf "$OSCOST_BASELINE" "$scratch/home/oscost"
	echo "$tool: $((ran - before)) commands"
	tried=$((tried + 1))
done
echo "$ran commands, $findings with findings, $wrong ended otherwise than they should"
[ "$findings" = 0 ] && [ "$wrong" = 0 ] || exit 1
[ -z "$missing" ] || echo "not tried: ${missing#; }"
[ "$tried" = $# ] || exit 77
