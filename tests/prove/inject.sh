# shellcheck shell=sh
# shellcheck disable=SC2154 # variables of prove.sh
# inject: changes of known size, by the four means of tests/bench_inject.c, measured by oscost compare --paired.

# inject_pair NAME ROUNDS ADDS FILTER KIB BYTES: without against with so much injected
inject_pair() {
	# a prefix stands there for the size none too: env costs the same
	measured "$dir/inject/$1/compare.tsv" "$dir/inject/tree/oscost" compare --paired '' \
		"env OSCOST_INJECT_ADDS=$3 OSCOST_INJECT_FILTER=$4 OSCOST_INJECT_KIB=$5 OSCOST_INJECT_BYTES=$6" \
		--rounds "$2" --metric ns --baseline "$dir/inject/no-noise" --no-counters --no-pictures --format tsv --out "$dir/inject/$1"
}

# inject_ratio NAME CASE
inject_ratio() {
	rows "$dir/inject/$1/compare.tsv" amount | awk -F '\t' -v name="inject.$2:-" '$2 == name { print $4 }'
}

# inject_scale AMOUNT WANTED RATIO UNIT MOST: the amount that adds WANTED %, in whole UNITs, if AMOUNT gave RATIO
inject_scale() {
	awk -v amount="$1" -v wanted="$2" -v ratio="$3" -v unit="$4" -v most="$5" 'BEGIN {
		share = 100 * (ratio - 1)
		factor = share > 0 ? wanted / share : 2
		factor = factor > 2 ? 2 : factor < .01 ? .01 : factor
		n = int(amount * factor / unit + .5) * unit
		n = n < unit ? unit : n > most ? most : n
		print n
	}'
}

# A first look says how much a unit costs; a long measurement of each amount that follows from it corrects it.
inject_amounts() {
	[ ! -e "$dir/inject/amounts.tsv" ] || return 0
	say "inject: amounts"
	page_kib=$(($(getconf PAGESIZE) / 1024))
	inject_pair scan "$amount_rounds" 2560 128 2048 1024
	for size in 2 5 8 20; do
		adds=$((12800 * size / 100))
		filter=$(inject_scale 128 "$size" "$(inject_ratio scan syscall)" 1 3500)
		kib=$(inject_scale 2048 "$size" "$(inject_ratio scan fork)" "$page_kib" 500000)
		bytes=$(inject_scale 1024 "$size" "$(inject_ratio scan pipe)" 1 3800)
		inject_pair "amount-$size" "$amount_rounds" "$adds" "$filter" "$kib" "$bytes"
		filter=$(inject_scale "$filter" "$size" "$(inject_ratio "amount-$size" syscall)" 1 3500)
		kib=$(inject_scale "$kib" "$size" "$(inject_ratio "amount-$size" fork)" "$page_kib" 500000)
		bytes=$(inject_scale "$bytes" "$size" "$(inject_ratio "amount-$size" pipe)" 1 3800)
		if [ -z "$filter" ] || [ -z "$kib" ] || [ -z "$bytes" ]; then die "no amounts came of the first measurements"; fi
		printf '%s\t%s\t%s\t%s\t%s\n' "$size" "$adds" "$filter" "$kib" "$bytes"
	done >"$dir/inject/amounts.tmp"
	printf 'none\t0\t0\t0\t0\n' >>"$dir/inject/amounts.tmp"
	mv "$dir/inject/amounts.tmp" "$dir/inject/amounts.tsv"
}

# All sizes in turn, so that what changes in time meets all alike.
inject_trial() {
	while IFS='	' read -r size adds filter kib bytes <&3; do
		inject_pair "$size-$1" "$trial_rounds" "$adds" "$filter" "$kib" "$bytes"
		rows "$dir/inject/$size-$1/compare.tsv" "$size" "$1" >>"$dir/inject/rows.tsv"
	done 3<"$dir/inject/amounts.tsv"
}

part_inject() {
	stamp inject "$trials" "$trial_rounds" "$amount_rounds" "$(cksum <"$OSCOST_BUILD/tests/bench/bench_inject")"
	rm -rf "$dir/inject/tree"
	mkdir -p "$dir/inject/tree/bench"
	cp "$oscost" "$dir/inject/tree/"
	cp -r "$OSCOST_BUILD/share" "$OSCOST_BUILD/child" "$dir/inject/tree/"
	cp "$OSCOST_BUILD/tests/bench/bench_inject" "$dir/inject/tree/bench/"
	inject_amounts
	: >"$dir/inject/rows.tsv"
	i=1
	while [ "$i" -le "$trials" ]; do
		say "inject: trial $i of $trials, all sizes"
		inject_trial "$(printf %03d "$i")"
		i=$((i + 1))
	done
	cat <<-END
		2. Injected changes: oscost compare --paired '' 'env OSCOST_INJECT_...=AMOUNT', $trials trials of each size, $trial_rounds rounds
		each (a default run has 20 to 60), 5 samples of a process; theta is 3%. Size: what is meant; really: the median of
		the trials' changes with its 95% interval over the trials, off: more than .5 (above +5%: a tenth) from what was
		meant. None: the same prefix with nothing injected.

	END
	table inject "$dir/inject/amounts.tsv" "$dir/inject/rows.tsv"
}
