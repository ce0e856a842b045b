# Rows: kind (gate, ns, cycles, paired), run, case, verdict, ratio, reason, unit, theta.
{
	n[$1, $2]++
	all[$1]++
	verdict[$1, $2, $4]++
	total[$1, $4]++
	if ($4 == "REGRESSED" || $4 == "IMPROVED" || $6 ~ /^not confirmed/)
		flagged[$1, $2]++
	if ($5 > 1)
		up[$1, $2]++
	if ($5 < 1)
		down[$1, $2]++
	units[$1, $7]++
	if ($8 > .03001)
		wide[$1]++
	if (!(($1, $2) in seen)) {
		seen[$1, $2] = 1
		order[++runs] = $1 SUBSEP $2
	}
}

function line(name, key, kind,    run) {
	split(key, part, SUBSEP)
	printf "%-10s %6d %8d %10d %9d %13d %6d %6d %6d %9.2g\n", name, n[key], flagged[key],
		verdict[key, "REGRESSED"], verdict[key, "IMPROVED"], verdict[key, "INCONCLUSIVE"], verdict[key, "SAME"],
		up[key], down[key], sign_p(up[key] + 0, down[key] + 0)
	sum_flagged[kind] += flagged[key]
	sum_up[kind] += up[key]
	sum_down[kind] += down[key]
	more_up[kind] += up[key] > down[key]
	more_down[kind] += up[key] < down[key]
}

function head(title) {
	printf "%-10s %6s %8s %10s %9s %13s %6s %6s %6s %9s\n", title, "cases", "flagged", "REGRESSED", "IMPROVED",
		"INCONCLUSIVE", "SAME", "up", "down", "sign p"
}

function sums(name, kind) {
	printf "%-10s %6d %8d %10d %9d %13d %6d %6d %6d %9.2g\n", name, all[kind], sum_flagged[kind], total[kind, "REGRESSED"],
		total[kind, "IMPROVED"], total[kind, "INCONCLUSIVE"], total[kind, "SAME"], sum_up[kind], sum_down[kind],
		sign_p(sum_up[kind] + 0, sum_down[kind] + 0)
}

function list(kind, title,    i) {
	head(title)
	for (i = 1; i <= runs; i++) {
		split(order[i], part, SUBSEP)
		if (part[1] == kind)
			line("run " part[2], order[i], kind)
	}
	sums("all", kind)
}

END {
	false_alarms = total["gate", "REGRESSED"] + total["gate", "IMPROVED"]
	list("gate", "gate")
	printf "judged in ns: %d, in cycles: %d, in %%: %d; theta above 3%%: %d\n", units["gate", "ns"], units["gate", "cycles"],
		units["gate", "%"], wide["gate"]
	printf "flagged at first: %d; confirmed by the second measurement, false alarms: %d\n", sum_flagged["gate"], false_alarms
	print "up and down: signs of the changes. What a run meets (frequency, memory layout, neighbours) moves many of its cases"
	print "together, and all of these runs have the same baseline: the p over cases is not to be taken literally, and balance is"
	print "judged where both arms meet the same, in pairs (below)."
	printf "runs with more up than down: %d, with more down than up: %d\n\n", more_up["gate"], more_down["gate"]
	print "The same runs, each against the one before it, by oscost compare (no second measurement; theta as above):"
	list("ns", "in ns")
	print ""
	list("cycles", "in cycles")
	print "\noscost compare --paired '' '' (both in turn, now):"
	head("paired")
	sums_of_paired()
	print ""
	goal("at least " least " case comparisons through the gate (" all["gate"] + 0 ")", all["gate"] >= least)
	goal("no false alarm of the gate (" false_alarms ")", all["gate"] > 0 && false_alarms == 0)
	goal(sprintf("up and down in balance in compare --paired (%d and %d, sign p %.2g, to be .01 or more)", sum_up["paired"], sum_down["paired"],
		sign_p(sum_up["paired"] + 0, sum_down["paired"] + 0)), all["paired"] > 0 && sign_p(sum_up["paired"] + 0, sum_down["paired"] + 0) >= .01)
	goal("no false alarm of compare --paired (" total["paired", "REGRESSED"] + total["paired", "IMPROVED"] " of " all["paired"] + 0 ")",
		all["paired"] > 0 && total["paired", "REGRESSED"] + total["paired", "IMPROVED"] == 0)
}

function sums_of_paired(    i) {
	for (i = 1; i <= runs; i++) {
		split(order[i], part, SUBSEP)
		if (part[1] == "paired")
			line("all", order[i], "paired")
	}
}
