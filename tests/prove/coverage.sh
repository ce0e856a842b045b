# shellcheck shell=sh
# shellcheck disable=SC2154 # variables of prove.sh
# coverage: one long run of a few cases, and short ones drawn out of it.

part_coverage() {
	stamp coverage "$cover_rounds"
	say "coverage: $cover_rounds rounds of six cases"
	measured "$dir/coverage/run/summary.tsv" "$oscost" measure --quick --rounds "$cover_rounds" --no-counters --no-pictures \
		--only syscall.getppid --only syscall.read1 --only ctxsw.pipe.process --only ctxsw.futex.thread \
		--only process.fork_exit_wait --only process.vfork_exit_wait --out "$dir/coverage/run"
	cat <<-END
		4. Coverage of the 95% interval of the median: $cover_draws random subsets of $cover_size processes of one run of
		$cover_rounds rounds, and all blocks of $cover_size processes that follow each other; the share of the intervals that hold
		the median of the whole run. By theory: what random subsets of that many processes must give, by arithmetic,
		whatever the machine does: that column checks the code. Blocks are what a short run really is: their share is
		lower where the machine drifts within the run (drift: last third against first; swing: between the medians of
		neighbouring blocks), for then processes that follow each other agree more than those far apart.

	END
	"$OSCOST_BUILD/prove_coverage" "$dir/coverage/run" "$cover_size" "$cover_draws"
}
