#!/bin/sh
# How long the analysis takes as what it reads grows: for `make bench-analysis`. Prints seconds at several
# sizes, and beside them seconds / (n log n) against the largest size of the row before: about 1 where
# the cost grows as n log n, above it where it grows faster. No figure is judged here.
#
#   summary   every figure of a run from its samples (export csv)
#   compare   two such runs against each other
#   history   change points over stored runs of 155 cases: the table, and with the page and pictures
#
# OSCOST_BENCH_SIZES="SAMPLES…" and OSCOST_BENCH_RUNS="RUNS…" name other sizes.
set -eu

top=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
oscost=${OSCOST_BUILD:-$top/build}/oscost
sizes=${OSCOST_BENCH_SIZES:-10000 100000 300000 1000000}
runs=${OSCOST_BENCH_RUNS:-100 1000 3000 10000}
[ -x "$oscost" ] || { echo "there is no $oscost: make first" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C OSCOST_RESULTS="$work/results"
unset OSCOST_BASELINE

# A complete run of 100 cases in 20 rounds: make_run FOLDER SAMPLES SEED
make_run() {
	mkdir "$1"
	printf '# oscost machine 1\nkey\tvalue\ndate\t2026-01-01T00:00:00Z\nhost\tmade-up\nrun.complete\tyes\nrun.seed\t%s\nclock.ns_per_tick\t0.5\n' \
		"$3" >"$1/machine.tsv"
	awk -v folder="$1" -v samples="$2" -v seed="$3" '
		function rnd() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
		BEGIN {
			print "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns" >(folder "/cases.tsv")
			for (c = 0; c < 100; c++)
				printf "made.case%d\t-\tns\tmade up\tswitches=0\tmade\tok\t-\t0\n", c >(folder "/cases.tsv")
			print "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\toverhead_ticks\tcore_width\tswitches\tfaults\tchildren\tsignals\tinterrupts\tsyscalls\tthreads\tdisturbed\tinstructions" >(folder "/samples.tsv")
			each = samples / 2000
			for (round = 1; round <= 20; round++)
				for (c = 0; c < 100; c++) {
					process++
					layout = 1 + .02 * rnd()
					for (s = 1; s <= each; s++) {
						ns = 100000 * (1 + c) * layout * (1 + .01 * rnd())
						printf "made.case%d\t-\t%d\t%d\t%d\t1000\t%d\t%.4f\t%.3f\t52\t1.18\t0\t0\t0\t0\t-\t-\t0\t-\t%d\n", \
							c, round, process, s, 2 * ns, ns, 3.1 * ns, 4 * ns >(folder "/samples.tsv")
					}
				}
		}'
}

# now: seconds since the machine was started
now() { cut -d ' ' -f 1 /proc/uptime; }

# timed WHAT SIZE COMMAND…: a row of the table
timed() {
	what=$1 size=$2
	shift 2
	start=$(now)
	"$@" >/dev/null 2>"$work/err" || { cat "$work/err" >&2; exit 2; }
	echo "$what $size $start $(now)" >>"$work/times"
	awk -v what="$what" '$1 == what { before = n; before_s = s; n = $2; s = $4 - $3 }
		function cost(n) { return n * log(n) }
		END {
			growth = "-"
			if (before && before_s > 0) growth = sprintf("%.2f", s / before_s * cost(before) / cost(n))
			printf "%-18s %10d %9.2f %10s\n", what, n, s, growth
		}' "$work/times"
}

printf '%-18s %10s %9s %10s\n' what n seconds 'n log n'
for n in $sizes; do
	make_run "$work/a" "$n" 1
	make_run "$work/b" "$n" 2
	timed summary "$n" "$oscost" export csv "$work/a"
	timed compare "$n" "$oscost" compare "$work/a" "$work/b" --format tsv
	rm -r "$work/a" "$work/b"
done
for n in $runs; do
	sh "$top/tests/data/history/make-store.sh" "$oscost" "$work/store" "$n" 155
	timed history "$n" "$oscost" history --baseline "$work/store" --format tsv
	timed history+pictures "$n" "$oscost" history --baseline "$work/store" --out "$work/page"
	rm -r "$work/store"
done
