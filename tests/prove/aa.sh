# shellcheck shell=sh
# shellcheck disable=SC2154 # variables of prove.sh
# aa: the same thing measured against itself. The first runs become noise and baseline; the gate, with its second
# measurement, judges each of the others as it comes.

aa_measure() {
	measured "$dir/aa/run-$1/summary.tsv" "$oscost" measure --rounds "$aa_rounds" --no-pictures --out "$dir/aa/run-$1"
}

aa_run() {
	aa_number=$(printf %02d "$1")
	say "aa: run $1 of $aa_runs"
	aa_measure "$aa_number"
	if [ "$1" -le "$aa_base" ]; then
		[ -e "$dir/aa/run-$aa_number.added" ] || "$oscost" baseline add "$dir/aa/run-$aa_number" --baseline "$dir/aa/baseline" >&2 ||
			die "run $1 does not become part of the baseline"
		: >"$dir/aa/run-$aa_number.added"
		return
	fi
	statuses='0 1' measured "$dir/aa/check-$aa_number/compare.tsv" "$oscost" check "$dir/aa/run-$aa_number" \
		--baseline "$dir/aa/baseline" --last "$aa_base" --no-pictures --out "$dir/aa/check-$aa_number"
	rows "$dir/aa/check-$aa_number/compare.tsv" gate "$aa_number" >>"$dir/aa/rows.tsv"
}

# Run by run, as stored runs are compared, without a second measurement.
aa_compare() {
	aa_old=$(printf %02d "$1")
	aa_new=$(printf %02d $(($1 + 1)))
	for metric in ns cycles; do
		measured "$dir/aa/$metric-$aa_new/compare.tsv" "$oscost" compare "$dir/aa/run-$aa_old" "$dir/aa/run-$aa_new" \
			--metric "$metric" --baseline "$dir/aa/baseline" --no-pictures --format tsv --out "$dir/aa/$metric-$aa_new"
		rows "$dir/aa/$metric-$aa_new/compare.tsv" "$metric" "$aa_new" >>"$dir/aa/rows.tsv"
	done
}

part_aa() {
	aa_base=5
	aa_noise=0
	if "$oscost" help noise >/dev/null 2>&1; then
		aa_base=4
		aa_noise=4
	fi
	[ "$aa_runs" -gt $((aa_base + aa_noise)) ] || die "aa: $aa_runs runs leave none to be checked"
	stamp aa "$aa_runs" "$aa_rounds" "$aa_paired_rounds"
	: >"$dir/aa/rows.tsv"
	if [ "$aa_noise" -gt 0 ] && [ ! -e "$dir/aa/noise.txt" ]; then
		say "aa: noise out of $aa_noise runs"
		"$oscost" noise --runs "$aa_noise" --rounds "$aa_rounds" --baseline "$dir/aa/baseline" >"$dir/aa/noise.tmp" </dev/null ||
			die "the noise could not be measured"
		mv "$dir/aa/noise.tmp" "$dir/aa/noise.txt"
	fi
	aa_runs=$((aa_runs - aa_noise))
	i=1
	while [ "$i" -le "$aa_runs" ]; do
		aa_run "$i"
		i=$((i + 1))
	done
	i=1
	while [ "$i" -lt "$aa_runs" ]; do
		aa_compare "$i"
		i=$((i + 1))
	done
	say "aa: the catalogue against itself, in pairs"
	measured "$dir/aa/paired/compare.tsv" "$oscost" compare --paired '' '' --rounds "$aa_paired_rounds" \
		--baseline "$dir/aa/baseline" --no-pictures --format tsv --out "$dir/aa/paired"
	rows "$dir/aa/paired/compare.tsv" paired 00 >>"$dir/aa/rows.tsv"
	echo "1. Equal runs: the whole catalogue, $aa_rounds rounds a run, one run after the other"
	if [ "$aa_noise" -gt 0 ]; then
		echo "The first $aa_noise runs are the machine's noise (oscost noise), the next $aa_base the baseline; each later one goes through"
	else
		echo "This build has no noise command: theta is 3%. The first $aa_base runs are the baseline; each later one goes through"
	fi
	echo "oscost check, which measures once more what looks changed."
	echo
	table aa -v least="$aa_least" "$dir/aa/rows.tsv"
}
