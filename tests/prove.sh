#!/bin/sh
# Proves the method by measuring: false alarms, injected changes, the rules of other tools, coverage of the
# interval. For `make prove`; about 25 minutes on a quiet machine, so it is no part of `make check`.
#
#   sh tests/prove.sh [PART...]       aa, inject, rules, coverage; all of them where none is named
#
# OSCOST_PROVE_DIR (results/prove) keeps the raw runs and, of each part, its table; prove.txt there is all of it.
# What is measured already is not measured again. Exit status: 0 all goals of these parts are reached, 1 not all,
# 2 something could not be measured.
# shellcheck disable=SC2034,SC2317 # what stands here is for the parts
set -u

OSCOST_TOP=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
OSCOST_BUILD=$(readlink -f -- "${OSCOST_BUILD:-$OSCOST_TOP/build}")
export OSCOST_TOP OSCOST_BUILD LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL

# Sizes. aa: runs one after the other, their rounds, and the rounds of the paired measurement.
aa_runs=${OSCOST_PROVE_AA_RUNS:-12}
aa_rounds=${OSCOST_PROVE_AA_ROUNDS:-20}
aa_paired_rounds=${OSCOST_PROVE_AA_PAIRED_ROUNDS:-12}
aa_least=${OSCOST_PROVE_AA_LEAST:-300} # case comparisons through the gate
# inject: trials of each size, their rounds; and of the long measurements that set the amounts.
trials=${OSCOST_PROVE_TRIALS:-40}
trial_rounds=${OSCOST_PROVE_TRIAL_ROUNDS:-20}
amount_rounds=${OSCOST_PROVE_AMOUNT_ROUNDS:-60}
# coverage: rounds of the long run, size and number of the short ones drawn out of it.
cover_rounds=${OSCOST_PROVE_COVER_ROUNDS:-400}
cover_size=20
cover_draws=20000

started="sh tests/prove.sh${*:+ $*}"
[ $# -gt 0 ] || set -- aa inject rules coverage

say() { echo "prove: $*" >&2; }
die() {
	say "$*"
	exit 2
}

dir=${OSCOST_PROVE_DIR:-$OSCOST_TOP/results/prove}
mkdir -p "$dir" || die "$dir cannot be made"
dir=$(readlink -f -- "$dir")
oscost=$OSCOST_BUILD/oscost
[ -x "$oscost" ] || die "there is no $oscost: make prove builds it"
export OSCOST_RESULTS="$dir/results"
unset OSCOST_BASELINE

# Raw runs of different builds, boots or sizes do not go together.
# stamp NAME WORDS…
stamp() {
	what=$({ cat /proc/sys/kernel/random/boot_id; cksum <"$oscost"; shift; echo "$*"; } 2>/dev/null)
	if [ -e "$dir/$1.stamp" ] && [ "$what" != "$(cat "$dir/$1.stamp")" ]; then
		die "the runs in $dir/$1 are of another build, boot or size: remove $dir/$1 and $dir/$1.stamp, or set OSCOST_PROVE_DIR"
	fi
	mkdir -p "$dir/$1"
	[ -e "$dir/$1.stamp" ] || printf '%s\n' "$what" >"$dir/$1.stamp"
}

# measured DONE COMMAND…: runs a command of oscost unless the file DONE, which it leaves last, is there; its
# output goes beside the folder of that file. STATUSES: exit statuses that are no error.
measured() {
	done_file=$1
	folder=$(dirname -- "$done_file")
	shift
	[ ! -e "$done_file" ] || return 0
	rm -rf "$folder" "$folder.partial"
	mkdir -p "$(dirname -- "$folder")"
	status=0
	"$@" >"$folder.out" 2>"$folder.err" </dev/null || status=$?
	[ "$status" != 130 ] || exit 130
	case " ${statuses:-0} " in
	*" $status "*) ;;
	*)
		cat "$folder.err" >&2
		die "exit status $status: $*"
		;;
	esac
	[ -e "$done_file" ] || die "left no $done_file: $*"
}

# rows FILE TAG…: the judged cases of a comparison, as TAGS case verdict ratio reason unit theta. Derived figures,
# which only repeat what cases say, are left out.
rows() {
	file=$1
	shift
	awk -F '\t' -v OFS='\t' -v tags="$*" '
		BEGIN { gsub(" ", "\t", tags) }
		FILENAME ~ /derived\.tsv$/ { derived[$1] = 1; next }
		FNR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		FNR > 2 && $at["verdict"] != "-" && !($at["case"] in derived) {
			print tags, $at["case"] ":" $at["param"], $at["verdict"], $at["ratio"], $at["reason"], $at["unit"], $at["theta"]
		}' "$OSCOST_TOP/lib/oscost/derived.tsv" "$file"
}

# table NAME FILE…: tests/prove/NAME.awk over the files
table() {
	name=$1
	shift
	awk -F '\t' -f "$OSCOST_TOP/tests/prove/lib.awk" -f "$OSCOST_TOP/tests/prove/$name.awk" "$@"
}

for part; do
	case $part in
	aa | inject | rules | coverage) ;;
	*) die "there is no part $part; aa, inject, rules, coverage" ;;
	esac
	# shellcheck source=/dev/null
	. "$OSCOST_TOP/tests/prove/$part.sh"
done

missed=0
for part; do
	say "$part"
	began=$(date +%s)
	rm -f "$dir/$part.txt"
	status=0
	"part_$part" >"$dir/$part.tmp" || status=$?
	seconds=$(($(date +%s) - began))
	if [ "$status" -gt 1 ]; then
		cat "$dir/$part.tmp" >&2
		die "$part could not be finished"
	fi
	grep -q '^goal' "$dir/$part.tmp" || die "$part judged nothing"
	mv "$dir/$part.tmp" "$dir/$part.txt"
	echo "($seconds s, $(date -u +%Y-%m-%dT%H:%M:%SZ))" >>"$dir/$part.txt"
	cat "$dir/$part.txt"
	! grep -A 1 '^goal' "$dir/$part.txt" | grep -q 'not reached' || missed=1
done

# shellcheck source=tests/prove/report.sh
. "$OSCOST_TOP/tests/prove/report.sh"
report "$started" >"$dir/prove.txt"
say "all of it is in $dir/prove.txt"
exit "$missed"
