# shellcheck shell=sh
# shellcheck disable=SC2154 # variables of prove.sh
# rules: the runs of aa and inject, judged by the rules of other tools.

# Each run of aa with the one before it, and all trials.
rules_list() {
	old=
	for run in "$dir"/aa/run-??; do
		[ -d "$run" ] || continue
		[ -z "$old" ] || printf 'aa\t%s\t%s\n' "$old" "$run"
		old=$run
	done
	for size in none 2 5 8 20; do
		for trial in "$dir/inject/$size"-???; do
			[ -e "$trial/compare.tsv" ] && printf '%s\t%s\t%s\n' "$size" "$trial/a" "$trial/b"
		done
	done
}

part_rules() {
	rules_list >"$dir/rules.list"
	set --
	if [ -s "$dir/aa/rows.tsv" ]; then
		# shellcheck disable=SC2046 # two numbers
		set -- $(awk -F '\t' '$1 == "gate" { n++; alarms += $4 == "REGRESSED" || $4 == "IMPROVED" } END { print n + 0, alarms + 0 }' \
			"$dir/aa/rows.tsv")
	fi
	cat <<-'END'
		3. The same samples by the rules of others. A run against the one before it, as these tools do it; the trials of part 2.
		false: changes called where there is none, up (dearer) and down (cheaper; a ratio only ever says dearer).
		found: called dearer where so much was injected. All rules get the processes that oscost counts, without those that
		it knows to be disturbed, which is kinder than what the tools see by themselves. theta is 3% (no noise of the
		machine). The trials were measured in pairs, which oscost makes use of and the other rules know nothing of. The
		gate shares its 5% among the cases of a run. Confirmed: oscost check, which measures again (equal runs), or the
		next trial agrees (the others).

	END
	rules_status=0
	"$OSCOST_BUILD/prove_rules" "$dir/rules.list" "$@" || rules_status=$?
	cat <<-'END'
		sources: github-action-benchmark src/write/findAlerts.ts (110%: alert-threshold as often set; 200%: its default)
		  criterion.rs src/analysis/compare.rs, src/report.rs; defaults p < .05, noise threshold 1%; 2,000 draws, not 100,000
		  mmtests bin/lib/R/subselection-confidence-interval.R, MMTests/Stat.pm cidiff, MMTests/Compare.pm _significanceTest
		  benchstat golang.org/x/perf/benchmath/anone.go, alpha .05, a value per process
	END
	return "$rules_status"
}
