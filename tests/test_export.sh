#!/bin/sh
# `oscost export`: every format is read by a parser that is not ours where there is one, and holds the figures of
# summary.tsv, unrounded.
# shellcheck disable=SC2016,SC2317 # jq and sh -c have variables of their own; functions are called by check
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

data=$OSCOST_TOP/tests/data/export
oscost=$OSCOST_BUILD/oscost
run=$TMPDIR/run
tab=$(printf '\t')
unset NO_COLOR COLUMNS
export LC_ALL=C
cd "$TMPDIR"

sh "$OSCOST_TOP/tests/data/report/make-run.sh" "$run" 7 4
check_status 0 env PATH=/nonexistent "$oscost" report "$run"
mv "$run/summary.tsv" summary.tsv
# Exports do not look at it.
echo rubbish >"$run/summary.tsv"

have() {
	command -v "$1" >/dev/null || { echo "not checked with $1: it is not installed" && return 1; }
}
holds() { jq -e "$@" >/dev/null; }
# golden FILE WHAT: the same as tests/data/export/FILE; OSCOST_GOLDEN=write makes it so
golden() {
	if [ "${OSCOST_GOLDEN:-}" = write ]; then cp "$2" "$data/$1"; fi
	check "$1 is as it was" diff -u "$data/$1" "$2"
}
export_to() { # FILE FORMAT RUN…
	file=$1
	shift
	check_status 0 "$oscost" export "$@"
	mv "$TMPDIR/out" "$file"
}
# LABEL UNIT MEDIAN LO HI of the rows of summary.tsv that are results, by unit
results() {
	awk -F '\t' -v OFS='\t' -v units="$1" '
		NR == 2 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 2 && $(at["metric"]) == "time" && ($(at["status"]) == "ok" || $(at["status"]) == "UNSTABLE") &&
			index(" " units " ", " " $(at["unit"]) " ") {
			param = $(at["param"]) == "-" ? "" : ":" $(at["param"])
			print $1 param, $(at["unit"]), $(at["median"]), $(at["lo"]), $(at["hi"])
		}' summary.tsv | sort
}
# the same of measured cases alone
measured_results() {
	awk -F '\t' 'NR > 2 { print $1 ($2 == "-" ? "" : ":" $2) }' "$run/cases.tsv" >cases
	results "$1" | awk -F '\t' 'NR == FNR { measured[$1] = 1; next } $1 in measured' cases -
}
# agree WHAT UNITS FILE: FILE has those lines, in any order, unrounded; with a fourth word,
# those of that function
agree() {
	"${4-results}" "$2" >wanted
	awk -f "$data/normal.awk" "$3" | sort >got
	check "$1: there are results" test -s wanted
	check "$1 agrees with summary.tsv" diff -u wanted got
	check "$1 is unrounded" grep -qE '[0-9.]{15}' "$3"
}
# the same but for the last of the ten digits, for figures in another unit: $4 of those in FILE are one of summary.tsv
agree_scaled() {
	results "$2" >wanted
	sort "$3" | paste wanted - | awk -F '\t' -v scale="$4" '
		function near(a, b) { b /= scale; return (a - b) ^ 2 <= (1e-9 * a) ^ 2 }
		$1 != $6 || !near($3, $8) || !near($4, $9) || !near($5, $10) { print; bad = 1 }
		END { exit bad || !NR }' >differ || :
	check "$1: there are results" test -s wanted
	check "$1 agrees with summary.tsv" diff /dev/null differ
	check "$1 is unrounded" grep -qE '[0-9.]{15}' "$3"
}
# as summary.tsv has it, without its head
awk -F '\t' -v OFS='\t' 'NR > 2' summary.tsv >all

# The figures themselves, worked out another way.
median_of() { sort -n | awk '{ v[NR] = $1 } END { m = int((NR + 1) / 2); printf "%.17g\n", (v[m] + v[NR + 1 - m]) / 2 }'; }
for round in 1 2 3 4 5 6 7; do
	awk -F '\t' -v round="$round" '$1 == "syscall.getppid" && $3 == round { printf "%.17g\n", $8 / $6 }' \
		"$run/samples.tsv" | median_of
done | median_of >median

export_to json json "$run"
if have jq; then
	check "json is JSON" holds '.format == "oscost export" and .version == 1 and (.runs | length) == 1' json
	check "json: the median to the last digit" \
		holds --argjson is "$(cat median)" '.runs[0].summary[] | select(.case == "syscall.getppid" and
			.unit == "ns") | .median == $is' json
	jq -r '.runs[0].summary[] | [.case, .param, .metric, .unit, .status, .processes, .samples, .floor, .median, .lo,
		.hi, .p95, .p99, .icc, .modes, .expected, .observed, .note, .drift, .ess, .overhead] |
		map(. // "-") | @tsv' json >rows
	columns() { awk -f "$data/normal.awk" "$1" | cut -f "$2"; }
	for part in 1-5 6-15 19-21; do
		columns all "$part" >wanted
		columns rows "$part" >got
		check "json: columns $part" diff -u wanted got
	done
	cut -f 16-18 all >wanted
	cut -f 16-18 rows >got
	check "json: texts" diff -u wanted got
	check "json: machine" holds '.runs[0].machine | .["cpu.model"] == "AMD EPYC 7763 64-Core Processor" and
		.["cpu.governor"] == null' json
	check "json: cases" test "$(jq '.runs[0].cases | length' json)" = "$(($(wc -l <"$run/cases.tsv") - 2))"
	check "json: medians of processes" holds '.runs[0] | .summary as $s | .cases[] |
		select(.case == "syscall.getppid") | (.processes | map(.median) | sort | .[3]) as $m |
		$s[] | select(.case == "syscall.getppid" and .unit == "ns") | .median == $m' json
	check "json: none where there is no figure" holds '[.runs[0].cases[] | select(.status == "INVALID" or
		.status == "SKIPPED") | has("processes")] == [false, false]' json
	export_to json2 json "$run" "$run"
	check "json: two runs" holds '(.runs | length) == 2 and .runs[0] == .runs[1]' json2
fi

export_to smaller smaller-is-better "$run"
says '1 INVALID\|2 INVALID'
says '1 SKIPPED'
says 'of counters'
if have jq; then
	check "smaller-is-better: names are there once" \
		holds '(map(.name) | unique | length) == length and all(.[]; .value | type == "number")' smaller
	jq -r '.[] | (.extra | capture("^95% interval (?<lo>[^ ]+) to (?<hi>[^ ,]+), ")) as $i |
		[(.name | sub(" \\(cycles\\)$"; "")), (.unit | sub("/op$"; "")), .value, $i.lo, $i.hi] | @tsv' smaller >rows
	agree smaller-is-better "ns cycles %" rows measured_results
	check "smaller-is-better: the range" holds '.[0].extra as $e |
		($e | capture("^95% interval (?<lo>[^ ]+) to (?<hi>[^ ,]+), ") | map_values(tonumber)) as $i |
		([.[0].value - $i.lo, $i.hi - .[0].value] | max) == (.[0].range | ltrimstr("± ") | tonumber)' smaller
fi

export_to bmf bmf "$run"
says '2 of the results are UNSTABLE'
if have jq; then
	jq -r 'to_entries[] | .key as $name | .value | to_entries[] |
		[$name, {latency: "ns", cycles: "cycles", share: "%"}[.key], .value.value, .value.lower_value,
		.value.upper_value] | @tsv' bmf >rows
	agree bmf "ns cycles %" rows
fi

export_to gbench gbench "$run"
if have jq; then
	jq -r '.benchmarks[] | select(.aggregate_name == "median") | [.run_name, .time_unit, .real_time] | @tsv' gbench |
		sort >rows
	results ns | cut -f 1-3 >wanted
	awk -f "$data/normal.awk" rows >got
	check "gbench: medians" diff -u wanted got
	check "gbench: a repetition for each process, whose median is that of the aggregate" holds '
		(.benchmarks | map(select(.run_type == "iteration" and .error_occurred == null)) | group_by(.name)) as $g |
		.benchmarks as $all | ($g | length) > 10 and all($g[]; . as $p | ($p | map(.real_time) | sort | .[3]) as $m |
		($p | length) == 7 and ($p | map(.repetition_index)) == [range(7)] and
		any($all[]; .name == $p[0].name + "_median" and .real_time == $m and .repetitions == 7))' gbench
	check "gbench: what is INVALID is an error, without a figure" holds '[.benchmarks[] |
		select(.error_occurred) | select(.error_message | startswith("INVALID: ")) | [.name, .real_time, .time_unit]] ==
		[["ctxsw.pipe.thread", 0, "s"], ["ctxsw.direct.thread", 0, "s"]]' gbench
	check "gbench: context" holds '.context | .host_name == "example" and .caches == [] and
		.json_schema_version == 1 and .mhz_per_cpu == 3493 and .library_build_type == "release"' gbench
fi

export_to csv csv "$run" "$run"
if have sqlite3; then
	sqlite3 -batch :memory: '.mode csv' '.import csv t' '.mode tabs' '.nullvalue -' \
		"select \"case\", param, metric, unit, status, processes, samples, floor, median, lo, hi, p95, p99, icc,
		modes, expected, observed, note, drift, ess, overhead from t" >rows
	for part in 1-15 19-21; do
		cat all all | awk -f "$data/normal.awk" | cut -f "$part" >wanted
		awk -F '\t' -v OFS='\t' '{ for (i = 1; i <= NF; i++) if ($i == "") $i = "-"; print }' rows |
			awk -f "$data/normal.awk" | cut -f "$part" >got
		check "csv: columns $part" diff -u wanted got
	done
	sqlite3 -batch :memory: '.mode csv' '.import csv t' \
		"select distinct run, host, kernel, date from t" | tr -d '\r' >got
	check "csv: where it comes from" test "$(cat got)" = run,example,6.8.0-45-generic,2026-11-20T11:33:00Z
	check "csv: the median to the last digit" test "$(sqlite3 -batch :memory: '.mode csv' '.import csv t' \
		"select count(*) from t where \"case\" = 'syscall.getppid' and unit = 'ns' and
		cast(median as real) = $(cat median)")" = 2
fi

export_to openmetrics openmetrics "$run"
promtool=$(command -v promtool || :)
if [ -z "$promtool" ] && command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
	# The package starts a service when it is installed: only unpacked.
	if apt-get -o APT::Sandbox::User=root download prometheus >apt.log 2>&1 && dpkg -x prometheus_*.deb prometheus; then
		promtool=$TMPDIR/prometheus/usr/bin/promtool
	fi
fi
if [ -n "$promtool" ]; then
	check_status 0 "$promtool" check metrics <openmetrics
	check "promtool reads it" sh -c '"$1" check metrics <openmetrics >promtool.out 2>&1' - "$promtool"
	check "promtool has nothing to say" test ! -s promtool.out
	sed 's/^\(oscost_latency_seconds.*\)} /\1 /' openmetrics >broken
	check "promtool refuses what is broken" sh -c '! "$1" check metrics <broken >promtool.out 2>&1' - "$promtool"
else
	echo "not checked with promtool: it is neither installed nor can it be fetched"
fi
# LABEL UNIT STAT VALUE of a family
samples_of() {
	sed -n "s/^$1{bench=\"\([^\"]*\)\",param=\"\([^\"]*\)\",stat=\"\([a-z0-9]*\)\"} /\1:\2$tab$2$tab\3$tab/p
		s/^$1{bench=\"\([^\"]*\)\",stat=\"\([a-z0-9]*\)\"} /\1$tab$2$tab\2$tab/p" openmetrics |
		awk -F '\t' -v OFS='\t' '
			!($1 in seen) { seen[$1] = 1; order[++n] = $1 }
			{ unit = $2; v[$1, $3] = $4 }
			END { for (i = 1; i <= n; i++) print order[i], unit, v[order[i], "median"], v[order[i], "lo"], v[order[i], "hi"] }'
}
samples_of oscost_latency_seconds ns >rows
agree_scaled "openmetrics, seconds" ns rows 1e-9
samples_of oscost_latency_cycles cycles >rows
agree "openmetrics, cycles" cycles rows
samples_of oscost_share_ratio % >rows
agree_scaled "openmetrics, shares" % rows .01
check "openmetrics: the end" test "$(tail -n 1 openmetrics)" = '# EOF'
check "openmetrics: what has no figure" grep -q '^oscost_result_status{bench="ctxsw.pipe.thread",status="INVALID"} 1$' openmetrics
check "openmetrics: the time" grep -q '^oscost_run_timestamp_seconds 1795174380$' openmetrics

export_to junit junit "$run"
if have xmllint; then
	valid() { xmllint --noout --nonet --relaxng "$data/junit.rng" "$1" 2>xmllint.log; }
	xpath() { xmllint --nonet --xpath "$1" junit; }
	check "junit keeps to the schema" valid junit
	for change in 's/ name="oscost"//' 's/failures="2"/failures="-2"/' 's/time="[^"]*"/time="1e-7"/' \
		's/<failure/<failed/' 's/<testcase /<testcase colour="red" /' 's/ classname="[^"]*"//'; do
		sed "$change" junit >broken
		check "$change changes it" sh -c '! cmp -s junit broken'
		check "the schema refuses $change" sh -c '! xmllint --noout --nonet --relaxng "$1/junit.rng" broken 2>/dev/null' - "$data"
	done
	check "junit counts" test "$(xpath 'concat(//testsuite/@tests, " ", //testsuite/@failures, " ",
		//testsuite/@errors, " ", //testsuite/@skipped)')" = \
		"$(xpath 'concat(count(//testcase), " ", count(//failure), " ", count(//error), " ", count(//skipped))')"
	check "junit: a test for each case and derived figure" test "$(xpath 'count(//testcase)')" = \
		"$(awk -F '\t' 'NR > 2 && $3 == "time" && $4 != "cycles"' summary.tsv | wc -l)"
	check "junit: INVALID is a failure" test "$(xpath 'string(//testcase[@name="ctxsw.pipe.thread"]/failure/@type)')" = INVALID
	check "junit: SKIPPED says why" test "$(xpath 'string(//testcase[@name="process.vfork_exit_wait"]/skipped/@message)')" = \
		'vfork is not allowed here (EPERM): a seccomp filter forbids it'
	check "junit: the median to the last digit" test "$(xpath 'string(//testcase[@name="syscall.getppid"]/system-out)' |
		awk -v is="$(cat median)" '{ print $2 + 0 == is + 0 }')" = 1
fi

# What no parser here reads: as it was; and our own reading of the rules.
some='--only syscall.* --only timer.tick.share --only timer.preempt:100 --only process.spawn_wait'
# shellcheck disable=SC2086
export_to benchfmt.txt benchfmt "$run" $some
golden benchfmt.txt benchfmt.txt
export_to benchfmt benchfmt "$run"
check "benchfmt keeps to the rules" awk -f "$data/benchfmt.awk" benchfmt >lines
sed "s/^BenchmarkOscost\/case=//; s/^\([^$tab]*\)\/param=/\1:/; s/\/op$tab/$tab/" lines |
	awk -F '\t' -v OFS='\t' '{ print $1, $2, $3 }' | sort -t "$tab" -k 1,2 -k 3g |
	awk -F '\t' -v OFS='\t' '$1 != name || $2 != unit { n = 0; name = $1; unit = $2 } ++n == 4 { print $1, $2, $3 }' |
	sort >rows
measured_results "ns cycles %" | cut -f 1-3 >wanted
awk -f "$data/normal.awk" rows >got
check "benchfmt: the medians of the processes agree" diff -u wanted got
for line in 'BenchmarkOscost 1 2 ns/op' 'BenchmarkOscost/case=a 1.5 2 ns/op' 'BenchmarkOscost/case=a 1 2' \
	'BenchmarkOscost/case=a-8 1 2 ns/op' 'BenchmarkOscost/case=a 1 nan ns/op' 'Host: x'; do
	echo "$line" >broken
	check "the rules refuse '$line'" sh -c '! awk -f "$1/benchfmt.awk" broken >/dev/null 2>&1' - "$data"
done

# Several runs, in the order of time whatever their order here; only what all of them have.
cp -r "$run" later
sed -i 's/^date.*/date\t2026-11-21T08:00:01Z/; s/^kernel.release.*/kernel.release\t6.9.0/' later/machine.tsv
printf 'run.commit\tabc1\n' >>later/machine.tsv
awk -F '\t' -v OFS='\t' '$1 == "syscall.nosys" { $2 = "x" } { print }' "$run/cases.tsv" >later/cases.tsv
awk -F '\t' -v OFS='\t' '$1 == "syscall.nosys" { $2 = "x" } { print }' "$run/samples.tsv" >later/samples.tsv
# shellcheck disable=SC2086
check_status 0 "$oscost" export otava later "$run" $some --out otava.csv --config otava.yaml
says 'no place for'
golden otava.csv otava.csv
golden otava.yaml otava.yaml
if have sqlite3; then
	sqlite3 -batch :memory: '.mode csv' '.import otava.csv t' '.mode tabs' \
		'select "commit", kernel, run, "syscall.getppid" = (select "syscall.getppid" from t limit 1) from t' |
		tr -d '\r' >got
	check "otava: two rows by time" test "$(cat got)" = "${tab}6.8.0-45-generic${tab}run${tab}1
abc1${tab}6.9.0${tab}later${tab}1"
fi

# The same run, the same bytes.
for format in benchfmt json csv openmetrics; do
	check_status 0 env TZ=Asia/Kathmandu "$oscost" export "$format" "$run"
	mv "$TMPDIR/out" again
	check_status 0 "$oscost" export "$format" "$run"
	check "$format again" cmp -s again "$TMPDIR/out"
done
finish
