# amounts.tsv: size, adds, instructions, KiB, bytes. rows.tsv: size, trial, case, verdict, ratio, reason, unit, theta.
BEGIN {
	means = split("inject.adds:- inject.syscall:- inject.fork:- inject.pipe:-", name, " ")
	split("adds|filter instructions|KiB forked|bytes piped", words, "|")
	sizes = split("none 2 5 8 20", size, " ")
}
FILENAME ~ /amounts\.tsv$/ {
	for (m = 1; m <= means; m++)
		amount[name[m], $1] = $(m + 1)
	next
}
{
	n[$3, $1]++
	verdict[$3, $1, $4]++
	ratio[$3, $1, n[$3, $1]] = $5
	trials[$1 SUBSEP $2] = 1
}

# Whether the median change is not what was meant.
function is_off(really, meant,    most) {
	most = meant > 5 ? .1 * meant : .5
	return really > meant + most || really < meant - most
}

function line(m, s,    key, x, i, count, k, lo, hi, really) {
	key = name[m] SUBSEP s
	count = n[key] + 0
	for (i = 1; i <= count; i++)
		x[i] = ratio[name[m], s, i]
	sort(x, count)
	k = median_rank(count)
	lo = k ? sprintf("%+.1f", 100 * (x[k] - 1)) : "-"
	hi = k ? sprintf("%+.1f", 100 * (x[count + 1 - k] - 1)) : "-"
	really = count ? 100 * (median(x, count) - 1) : 0
	printf "%-20s %6s %7d %7d %10s %9s %13s %7s %8s  %s%s\n", words[m], s == "none" ? s : "+" s "%", amount[key], count,
		percent(verdict[key, "REGRESSED"], count), percent(verdict[key, "IMPROVED"], count),
		percent(verdict[key, "INCONCLUSIVE"], count), percent(verdict[key, "SAME"], count),
		count ? sprintf("%+.2f%%", really) : "-", "[" lo " to " hi "]", count && is_off(really, s == "none" ? 0 : s + 0) ? "  off" : ""
}

# The least share found among the means; 0 where a means was not measured.
function least_found(s,    m, share, worst) {
	worst = 1
	for (m = 1; m <= means; m++) {
		share = n[name[m], s] ? verdict[name[m], s, "REGRESSED"] / n[name[m], s] : 0
		worst = share < worst ? share : worst
	}
	return worst
}

function called(s, word,    m, sum) {
	for (m = 1; m <= means; m++)
		sum += verdict[name[m], s, word]
	return sum + 0
}

# Whether every means has comparisons of that size.
function measured(s,    m, all) {
	all = 1
	for (m = 1; m <= means; m++)
		all = all && n[name[m], s] > 0
	return all
}

END {
	printf "%-20s %6s %7s %7s %10s %9s %13s %7s %8s\n", "means", "size", "amount", "trials", "REGRESSED", "IMPROVED",
		"INCONCLUSIVE", "SAME", "really"
	for (m = 1; m <= means; m++)
		for (s = 1; s <= sizes; s++)
			line(m, size[s])
	print ""
	goal(sprintf("+5%% found in 95%% of the trials or more, by each means (least: %.1f%%)", 100 * least_found("5")), least_found("5") >= .95)
	goal(sprintf("+8%% found in 99%% of the trials or more, by each means (least: %.1f%%)", 100 * least_found("8")), least_found("8") >= .99)
	goal(sprintf("+20%% found in 99%% of the trials or more, by each means (least: %.1f%%)", 100 * least_found("20")), least_found("20") >= .99)
	goal("none found where nothing was injected (" called("none", "REGRESSED") " dearer, " called("none", "IMPROVED") " cheaper)",
		measured("none") && called("none", "REGRESSED") + called("none", "IMPROVED") == 0)
	goal("+2%, below theta, not called (" called("2", "REGRESSED") ")", measured("2") && called("2", "REGRESSED") == 0)
}
