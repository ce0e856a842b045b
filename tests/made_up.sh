# Made-up runs for the tests of what compares them. Sourced behind lib.sh.
# shellcheck shell=sh

# made_up DIR DAY SEED: a run of November 2026
made_up() {
	sh "$OSCOST_TOP/tests/data/report/make-run.sh" "$1" 20 6
	machine "$1" date "2026-11-$2T11:33:00Z"
	machine "$1" run.seed "$3"
}

# machine DIR KEY VALUE: puts another value in machine.tsv, or a new key
machine() {
	awk -F '\t' -v OFS='\t' -v key="$2" -v value="$3" '
		$1 == key { $2 = value; seen = 1 }
		{ print }
		END { if (!seen) print key, value }' "$1/machine.tsv" >"$1/new"
	mv "$1/new" "$1/machine.tsv"
}

# dearer DIR CASE FACTOR: all times of that case
dearer() {
	awk -F '\t' -v OFS='\t' -v name="$2" -v factor="$3" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $1 == name { $(at["ns"]) *= factor; $(at["core_cycles"]) *= factor }
		{ print }' OFMT=%.10g CONVFMT=%.10g "$1/samples.tsv" >"$1/new"
	mv "$1/new" "$1/samples.tsv"
}

# verdict FILE CASE [PARAM]: of compare.tsv
verdict() { field "$1" verdict "case=$2" "param=${3:--}"; }
