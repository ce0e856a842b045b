# Makes the vectors that tests/test_stats*.c hold lib/stats against:
#   Rscript tests/data/stats/make-vectors.R > tests/data/stats/vectors.tsv
# A line is a key, a tab, and numbers separated by spaces. Needs nothing but base R.

cat("# oscost stats-vectors 1\nkey\tvalues\n")

put <- function(key, values) {
	text <- if (is.character(values)) values else sprintf("%.17g", values)
	cat(key, "\t", paste(text, collapse = " "), "\n", sep = "")
}

# --- 64-bit arithmetic on four limbs of 16 bits, least first: R has doubles only ---

limbs <- function(hex) {
	hex <- paste0(strrep("0", 16 - nchar(hex)), hex)
	as.numeric(strtoi(substring(hex, c(13, 9, 5, 1), c(16, 12, 8, 4)), 16))
}
hex <- function(a) paste0("0x", paste(sprintf("%04x", as.integer(rev(a))), collapse = ""))
carry <- function(a) {
	for (i in 1:4) {
		if (i < 4) a[i + 1] <- a[i + 1] + a[i] %/% 65536
		a[i] <- a[i] %% 65536
	}
	a
}
add64 <- function(a, b) carry(a + b)
mul64 <- function(a, b) {
	sum <- c(0, 0, 0, 0)
	for (i in 1:4) for (j in 1:(5 - i)) sum[i + j - 1] <- sum[i + j - 1] + a[i] * b[j]
	carry(sum)
}
xor64 <- function(a, b) as.numeric(bitwXor(a, b))
or64 <- function(a, b) a + b # for operands without common bits
shl64 <- function(a, k) {
	a <- c(rep(0, k %/% 16), a)[1:4]
	carry(a * 2^(k %% 16))
}
shr64 <- function(a, k) {
	a <- c(a, rep(0, 5))[(1:5) + k %/% 16]
	(a[1:4] %/% 2^(k %% 16) + a[2:5] * 2^(16 - k %% 16)) %% 65536
}
rotl64 <- function(a, k) or64(shl64(a, k), shr64(a, 64 - k))
mod64 <- function(a, m) {
	rest <- 0
	for (limb in rev(a)) rest <- (rest * 65536 + limb) %% m
	rest
}

splitmix64 <- function(seed, n) {
	lapply(1:n, function(i) {
		seed <<- add64(seed, limbs("9e3779b97f4a7c15"))
		z <- mul64(xor64(seed, shr64(seed, 30)), limbs("bf58476d1ce4e5b9"))
		z <- mul64(xor64(z, shr64(z, 27)), limbs("94d049bb133111eb"))
		xor64(z, shr64(z, 31))
	})
}
state <- NULL
seed_rng <- function(seed_hex) state <<- splitmix64(limbs(seed_hex), 4)
next_rng <- function() {
	s <- state
	result <- mul64(rotl64(mul64(s[[2]], limbs("5")), 7), limbs("9"))
	t <- shl64(s[[2]], 17)
	s[[3]] <- xor64(s[[3]], s[[1]])
	s[[4]] <- xor64(s[[4]], s[[2]])
	s[[2]] <- xor64(s[[2]], s[[3]])
	s[[1]] <- xor64(s[[1]], s[[4]])
	s[[3]] <- xor64(s[[3]], t)
	s[[4]] <- rotl64(s[[4]], 45)
	state <<- s
	result
}
# The chance that a draw below 2^64 mod bound must be repeated is nil for the bounds used here.
below_rng <- function(bound) mod64(next_rng(), bound)

for (seed in c("0", "2a", "ffffffffffffffff")) {
	seed_rng(seed)
	put(paste0("rng.", seed, ".state"), sapply(state, hex))
	put(paste0("rng.", seed, ".next"), sapply(1:12, function(i) hex(next_rng())))
	put(paste0("rng.", seed, ".double"),
	    sapply(1:4, function(i) sum(shr64(next_rng(), 11) * 65536^(0:3)) / 2^53))
	put(paste0("rng.", seed, ".below1000"), sapply(1:8, function(i) below_rng(1000)))
	order <- 0:9
	for (left in 10:2) {
		chosen <- below_rng(left) + 1
		order[c(left, chosen)] <- order[c(chosen, left)]
	}
	put(paste0("rng.", seed, ".shuffle"), order)
}
state <- lapply(1:4, function(i) c(i, 0, 0, 0))
put("rng.reference.next", sapply(1:10, function(i) hex(next_rng())))

# --- distributions ---

z <- c(-38, -20, -8.3, -5, -3, -1.96, -1, -.3, -1e-9, 0, 1e-3, .5, 1, 2.5, 4, 8, 9)
put("normal.z", z)
put("normal.cdf", pnorm(z))
p <- c(1e-300, 1e-30, 1e-9, .001, .02425, .1, .2499, .25, .3, .4999999, .5, .50000001, .6, .75,
       .7501, .975, .999, 1 - 2^-40)
put("normal.p", p)
put("normal.quantile", qnorm(p))
grid <- expand.grid(k = c(0, 1, 3, 9, 10, 250, 470, 500, 9900, 10100),
		    n = c(1, 6, 10, 20, 60, 1000, 20000), p = c(.5, .05, .9))
grid <- grid[grid$k <= grid$n & pbinom(grid$k, grid$n, grid$p) > 1e-280, ]
put("binomial.k", grid$k)
put("binomial.n", grid$n)
put("binomial.p", grid$p)
put("binomial.cdf", pbinom(grid$k, grid$n, grid$p))
grid <- expand.grid(x = c(1e-6, .01, .3, .5, .77, .999), a = c(.05, .31, 1, 2.5, 40, 700),
		    b = c(.2, 1, 3.7, 60, 510))
grid <- grid[pbeta(grid$x, grid$a, grid$b) > 1e-280, ]
put("beta.x", grid$x)
put("beta.a", grid$a)
put("beta.b", grid$b)
put("beta.cdf", pbeta(grid$x, grid$a, grid$b))

# --- exact interval of the median: lo rank, 0 where there is none ---

n <- c(1:120, 199, 200, 1000, 5000, 20000)
put("ranks.n", n)
for (alpha in c(.05, .01, .1, .002)) put(paste0("ranks.", alpha), qbinom(alpha / 2, n, .5))

# --- one sample ---

effective_n <- function(x) {
	n <- length(x)
	d <- x - mean(x)
	rho <- sapply(0:n, function(lag) sum(d[seq_len(n - lag)] * d[seq_len(n - lag) + lag]))
	rho <- c(rho / rho[1], 0)
	pairs <- rho[seq(1, n, 2)] + rho[seq(2, n + 1, 2)]
	end <- c(which(pairs <= 0), length(pairs) + 1)[1] - 1
	max(1, min(n, n / max(-1 + 2 * sum(pairs[seq_len(end)]), 1)))
}
stopifnot(abs(acf(lh, plot = FALSE)$acf[2] - {
	d <- lh - mean(lh)
	sum(d[-1] * d[-48]) / sum(d^2)
}) < 1e-14)
pettitt <- function(x) {
	n <- length(x)
	u <- abs(sapply(1:(n - 1), function(t) sum(sign(outer(x[(t + 1):n], x[1:t], "-")))))
	k <- max(u)
	c(k, min(1, 2 * exp(-6 * k^2 / (n^3 + n^2))), if (k > 0) which(u == k)[1] else 0)
}
drift <- function(x) {
	third <- length(x) %/% 3
	median(tail(x, third)) / median(head(x, third)) - 1
}
quantile_hd <- function(x, p) {
	n <- length(x)
	weights <- diff(pbeta(0:n / n, p * (n + 1), (1 - p) * (n + 1)))
	sum(weights * sort(x))
}
signed_rank_k <- function(n, alpha) {
	if (n < 50) return(max(0, which(psignrank(0:(n * (n + 1) / 4), n) <= alpha / 2)))
	sd <- sqrt(n * (n + 1) * (2 * n + 1) / 24)
	max(0, round(n * (n + 1) / 4 - qnorm(1 - alpha / 2) * sd))
}
ranked <- function(values, k) {
	values <- sort(values)
	if (k < 1) c(NaN, NaN) else values[c(k, length(values) + 1 - k)]
}

set.seed(20)
samples <- list(
	six = c(450.25, 466.5, 479.125, 451, 467.75, 480),
	seven = c(-3, 8, -1.5, 0, 12, -7.25, 4),
	normal = round(rnorm(30, 112, .6), 4),
	lognormal = round(rlnorm(199, 2, .8), 5),
	ties = rpois(61, 9),
	offset = 1e9 + round(runif(48), 6),
	autocorrelated = round(100 + as.numeric(arima.sim(list(ar = .8), 120)), 6),
	alternating = 100 + (-1)^(1:25) * (1:25),
	shifted = round(c(rnorm(20, 100), rnorm(13, 103)), 5),
	modes = round(rnorm(600) + sample(c(452, 466, 479), 600, TRUE, c(.5, .3, .2)), 3))
quantile_p <- c(0, .001, .05, .25, 1 / 3, .5, .75, .95, .99, 1)
put("quantile.p", quantile_p)
hd_p <- c(.01, .1, .5, .83, .99)
put("hd.p", hd_p)
for (name in names(samples)) {
	x <- samples[[name]]
	key <- function(what) paste0("sample.", name, ".", what)
	n <- length(x)
	put(key("x"), x)
	put(key("mean"), mean(x))
	put(key("sd"), sd(x))
	put(key("quantile"), quantile(x, quantile_p, type = 7))
	put(key("median"), median(x))
	put(key("mad"), mad(x, constant = 1))
	put(key("hd"), sapply(hd_p, function(p) quantile_hd(x, p)))
	put(key("drift"), drift(x))
	put(key("effective_n"), effective_n(x))
	put(key("pettitt"), pettitt(x))
	put(key("sign_interval"), ranked(x, qbinom(.025, n, .5)))
	means <- outer(x, x, "+")[lower.tri(diag(n), diag = TRUE)] / 2
	put(key("hodges_lehmann"), c(median(means), ranked(means, signed_rank_k(n, .05))))
}

# --- two samples: estimate, lo, hi at 95% and at 99%; then u, p, whether exact ---

rank_sum_k <- function(n, m, alpha) {
	if (n < 50 && m < 50) return(max(0, which(pwilcox(0:(n * m %/% 2), n, m) <= alpha / 2)))
	max(0, round(n * m / 2 - qnorm(1 - alpha / 2) * sqrt(n * m * (n + m + 1) / 12)))
}
pairs <- list(
	equal = list(round(rnorm(20, 5), 6), round(rnorm(20, 5.5), 6)),
	unequal = list(round(rnorm(7), 6), round(rnorm(19, 1), 6)),
	apart = list(round(runif(5), 6), round(runif(5, 2, 3), 6)),
	far = list(round(rlnorm(49), 6), round(rlnorm(49, 1.5), 6)),
	ties = list(rpois(20, 6), rpois(25, 7)),
	coarse = list(c(1, 1, 2, 2, 2, 3), c(2, 2, 2, 3, 3, 1, 2)),
	single = list(3.5, c(1, 2, 4, 5)),
	large = list(round(rnorm(60, 100), 6), round(rnorm(75, 100.3), 6)),
	mixed = list(round(rnorm(12, 100), 6), round(rnorm(200, 100.3), 6)),
	wide_ties = list(rpois(300, 20), rpois(250, 21)))
for (name in names(pairs)) {
	x <- pairs[[name]][[1]]
	y <- pairs[[name]][[2]]
	n <- length(x)
	m <- length(y)
	key <- function(what) paste0("pair.", name, ".", what)
	exact <- n < 50 && m < 50 && !anyDuplicated(c(x, y))
	test <- wilcox.test(x, y, exact = exact, correct = TRUE)
	differences <- outer(x, y, "-")
	put(key("x"), x)
	put(key("y"), y)
	for (alpha in c(.05, .01)) {
		k <- rank_sum_k(n, m, alpha)
		put(key(paste0("shift.", alpha)), c(median(differences), ranked(differences, k)))
		if (exact && k > 0) {
			interval <- wilcox.test(x, y, exact = TRUE, conf.int = TRUE,
						conf.level = 1 - alpha)
			stopifnot(all.equal(as.numeric(interval$conf.int), ranked(differences, k)))
		}
	}
	put(key("test"), c(test$statistic, test$p.value, exact))
}

# --- groups: sizes, values one group after the other, ICC(1) ---

icc <- function(values, sizes) {
	values <- values - values[1] # exact, and aov loses fewer digits
	group <- factor(rep(seq_along(sizes), sizes))
	squares <- summary(aov(values ~ group))[[1]][["Mean Sq"]]
	n0 <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
	(squares[1] - squares[2]) / (squares[1] + (n0 - 1) * squares[2])
}
groups <- list(
	balanced = list(rep(30, 20), rep(rnorm(20), each = 30) + rnorm(600)),
	unbalanced = list(c(3, 12, 7, 1, 20), rep(rnorm(5, 0, 2), c(3, 12, 7, 1, 20)) + rnorm(43)),
	negative = list(c(4, 4, 4), c(1, 5, 3, 9, 2, 4, 8, 4, 5, 1, 9, 3)),
	offset = list(rep(10, 6), 1e6 + rep(round(rnorm(6), 3), each = 10) + round(rnorm(60), 3)))
for (name in names(groups)) {
	values <- round(groups[[name]][[2]], 4)
	put(paste0("group.", name, ".sizes"), groups[[name]][[1]])
	put(paste0("group.", name, ".values"), values)
	put(paste0("group.", name, ".icc"), icc(values, groups[[name]][[1]]))
}

# --- lines: intercept, slope ---

lines <- list(
	rates = list(c(0, 100, 1000, 10000), c(5012.3, 5013.1, 5031.25, 5196.5)),
	cloud = list(round(rnorm(50, 10, 3), 4), round(rnorm(50, 200, 40), 4)),
	two = list(c(1, 3), c(5, 4)))
for (name in names(lines)) {
	x <- lines[[name]][[1]]
	y <- lines[[name]][[2]]
	put(paste0("line.", name, ".x"), x)
	put(paste0("line.", name, ".y"), y)
	put(paste0("line.", name, ".fit"), as.numeric(coef(lm(y ~ x))))
}

# --- families of p-values ---

families <- list(
	common = c(.01, .04, .03, .005, .2, .9, .011, .5),
	ties = c(.02, .02, .5, .02, .001, .5, 1, 1, .3),
	many = round(runif(100)^3, 8),
	one = .04)
for (name in names(families)) {
	put(paste0("family.", name, ".p"), families[[name]])
	for (method in c("holm", "bonferroni", "BH"))
		put(paste0("family.", name, ".", method), p.adjust(families[[name]], method))
}

# --- bootstrap of the median: percentile interval of 199 resamples, seed 7 ---

seed_rng("7")
x <- samples$normal[1:15]
medians <- sapply(1:199, function(r) median(x[sapply(1:15, function(i) below_rng(15)) + 1]))
put("bootstrap.x", x)
put("bootstrap.interval", quantile(medians, c(.025, .975), type = 7))
