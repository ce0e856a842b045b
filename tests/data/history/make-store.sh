#!/bin/sh
# Makes up a store of runs of one machine for tests and timings: make-store.sh OSCOST DIR RUNS [CASES]
# Each run has machine.tsv and summary.tsv as the store writes them, an hour after the one before; cases.tsv and
# samples.tsv, which a history does not read, have a row each. Noise of 1%. What changes:
#   case 1 rises by 20% at half of the runs; case 2 falls by 10% at a third and is back at two thirds;
#   the kernel changes at half of the runs, the commit with each run.
set -eu

oscost=$1
dir=$2
runs=$3
cases=${4:-12}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# The keys of both kernels are what oscost itself says.
prepare() { # prepare KERNEL
	mkdir -p "$work/$1"
	{
		printf '# oscost machine 1\nkey\tvalue\ndate\t2020-01-01T00:00:00Z\nhost\tmade-up\nkernel.release\t%s\n' "$1"
		printf 'cpu.model\tExample CPU\nhypervisor\tnone\nrun.complete\tyes\nrun.seed\t1\nrun.commit\t-\n'
		i=0
		while [ "$i" -lt 70 ]; do
			printf 'filler.%d\tas long as the values of a real machine are\n' "$i"
			i=$((i + 1))
		done
	} >"$work/$1/machine.tsv"
	printf '# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns\na\t-\tns\t-\t-\t-\tok\t-\t0\n' \
		>"$work/$1/cases.tsv"
	printf '# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\toverhead_ticks\tdisturbed\na\t-\t1\t1\t1\t1\t1\t1\t1\t-\t-\n' \
		>"$work/$1/samples.tsv"
	OSCOST_BASELINE=$work/keys "$oscost" baseline add "$work/$1" | sed 's,/.*,,'
}
old=$(prepare 6.1.0-old)
new=$(prepare 6.8.0-new)
mkdir -p "$dir"
cp -r "$work/keys/$old" "$work/keys/$new" "$dir/"
rm -r "${dir:?}/$old"/2* "${dir:?}/$new"/2*

# Its own numbers, so that every awk makes the same.
LC_ALL=C awk -v dir="$dir" -v runs="$runs" -v cases="$cases" -v old="$old" -v new="$new" 'BEGIN {
	for (run = 0; run < runs; run++) {
		hours = run; days = int(hours / 24); year = 2021 + int(days / 360)
		stamp = sprintf("%04d-%02d-%02dT%02d:00:00Z", year, int(days % 360 / 30) + 1, days % 30 + 1, hours % 24)
		name = stamp; gsub(/[-:]/, "", name)
		print (2 * run < runs ? old : new) "\t" name "-made-up-1\t" stamp
	}
}' >"$work/list"
cut -f 1,2 "$work/list" | tr '\t' / | (cd "$dir" && xargs -n 500 mkdir)
LC_ALL=C awk -F '\t' -v dir="$dir" -v work="$work" -v runs="$runs" -v cases="$cases" -v old="$old" '
	function rnd() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
	function bell(i, s) { s = -6; for (i = 0; i < 12; i++) s += rnd(); return s }
	function read_file(path, line, text) {
		while ((getline line < path) > 0) text = text line "\n"
		close(path)
		return text
	}
	BEGIN {
		seed = 4711
		# Drawn once: 12 draws a number would be all of the time.
		for (i = 0; i < 4096; i++) noise[i] = 1 + .01 * bell()
		split("syscall signal ctxsw process timer", group, " ")
		head = "# oscost summary 1\ncase\tparam\tmetric\tunit\tstatus\tprocesses\tsamples\tfloor\tmedian\tlo\thi\tp95\tp99\ticc\tmodes\texpected\tobserved\tnote\tdrift\tess\toverhead\n"
		machine["old"] = read_file(work "/6.1.0-old/machine.tsv")
		machine["new"] = read_file(work "/6.8.0-new/machine.tsv")
		few = read_file(work "/6.1.0-old/cases.tsv"); samples = read_file(work "/6.1.0-old/samples.tsv")
	}
	{
		path = dir "/" $1 "/" $2
		text = machine[$1 == old ? "old" : "new"]
		sub(/date\t[^\n]*/, "date\t" $3, text)
		sub(/run.commit\t-/, "run.commit\t" sprintf("c%07d", NR), text)
		printf "%s", text >(path "/machine.tsv"); close(path "/machine.tsv")
		printf "%s", few >(path "/cases.tsv"); close(path "/cases.tsv")
		printf "%s", samples >(path "/samples.tsv"); close(path "/samples.tsv")
		out = path "/summary.tsv"
		printf "%s", head >out
		for (c = 1; c <= cases; c++) {
			level = 100 * (1 + c % 50)
			if (c == 1 && 2 * (NR - 1) >= runs) level *= 1.2
			if (c == 2 && 3 * (NR - 1) >= runs && 3 * (NR - 1) < 2 * runs) level *= .9
			m = level * noise[(NR * 31 + c * 977 + int(rnd() * 4096)) % 4096]
			label = group[1 + c % 5] ".case" c
			printf "%s\t-\ttime\tns\tok\t20\t600\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t0.123456789\t1\t-\t-\t-\t0.001234567891\t123.4567891\t0.01234567891\n", label, m * .98, m, m * .99, m * 1.01, m * 1.1, m * 1.2 >out
			printf "%s\t-\ttime\tcycles\tok\t20\t600\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t0.123456789\t1\t-\t-\t-\t0.001234567891\t123.4567891\t0.01234567891\n", label, m * 2.98, 3 * m, m * 2.99, m * 3.01, m * 3.1, m * 3.2 >out
		}
		close(out)
	}' "$work/list"
