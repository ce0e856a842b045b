# What the tables of prove.sh share.

# Two-sided p of the sign test: twice the binomial tail of the rarer sign.
function sign_p(up, down,    n, k, i, term, sum) {
	n = up + down
	k = up < down ? up : down
	term = -n * log(2)
	sum = 0
	for (i = 0; i <= k; i++) {
		sum += exp(term)
		term += log((n - i) / (i + 1))
	}
	return 2 * sum < 1 ? 2 * sum : 1
}

# Lower rank of the exact 95% interval of a median; 0: n is too small.
function median_rank(n,    k, term, sum) {
	term = -n * log(2)
	sum = 0
	for (k = 0; k < n / 2; k++) {
		sum += exp(term)
		if (sum > .025)
			break
		term += log((n - k) / (k + 1))
	}
	return k
}

# Ascending, in place: x[1] to x[n].
function sort(x, n,    i, j, v) {
	for (i = 2; i <= n; i++) {
		v = x[i]
		for (j = i - 1; j > 0 && x[j] > v; j--)
			x[j + 1] = x[j]
		x[j + 1] = v
	}
}

function median(x, n) {
	return n % 2 ? x[(n + 1) / 2] : (x[n / 2] + x[n / 2 + 1]) / 2
}

function percent(part, whole) {
	return whole ? sprintf("%.1f%%", 100 * part / whole) : "-"
}

function goal(text, reached) {
	print "goal: " text ": " (reached ? "reached" : "not reached")
}
