# Reads the Go benchmark format by the rules of golang.org/x/perf/benchfmt and prints, for each result,
# NAME UNIT VALUE. Fails on a line that those rules refuse, or that they would pass over in silence.

function fail(why) { print FILENAME ":" NR ": " why ": " $0 > "/dev/stderr"; bad = 1 }

length($0) >= 65536 { fail("longer than 64 KiB"); next }
/^Benchmark/ {
	if ($1 !~ /^Benchmark[A-Z][A-Za-z0-9]*(\/[a-z]+=[A-Za-z0-9_.]+)+$/) fail("not a name")
	if ($2 !~ /^[1-9][0-9]*$/ || length($2) > 19) fail("not a count of iterations")
	if (NF < 4 || NF % 2 != 0) fail("not pairs of a value and a unit")
	for (i = 3; i < NF; i += 2) {
		if ($i !~ /^-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?$/) fail("not a number")
		print $1 "\t" $(i + 1) "\t" $i
	}
	next
}
/^Unit / { if (NF < 3 || $3 !~ /^[a-z]+=[a-z]+$/) fail("not a unit line"); next }
/^#/ || /^[a-z][a-z-]*:$/ || /^[a-z][a-z-]*: ./ { next }
{ fail("neither a setting nor a result") }
END { exit bad }
