#!/bin/sh
# The workflows of README work as they stand: their commands in their order, twice as CI would, with a
# shorter measurement in place of the whole one.
set -eu
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"

oscost=$OSCOST_BUILD/oscost
export oscost GITHUB_STEP_SUMMARY="$TMPDIR/step.md" CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main
unset OSCOST_BASELINE

# commands FIRST LINE: the commands of the block that begins so, one a line
commands() {
	sed -n "/^$1\$/,/^\`\`\`/p" "$OSCOST_TOP/README.md" |
		sed -n -e 's/^ *- run: //p' -e 's/^ *run: //p' -e '/^ *- \.\/run\.sh/s/^ *- //p' -e '/^ *- if \[/s/^ *- //p' |
		sed -e "s#\./run\.sh --out#\$oscost measure --rounds 6 --no-pictures --only 'syscall.getpid.*' --out#" \
			-e "s#\./run\.sh#\$oscost#"
}

# Like the runner: in an empty checkout with the cache in it.
run_once() {
	rm -rf run report junit.xml summary.md
	while IFS= read -r command; do
		status=0
		sh -ec "$command" </dev/null >>"$TMPDIR/log" 2>&1 || status=$?
		checks=$((checks + 1))
		# a busy machine may regress
		case $status:$command in
		0:*) ;;
		1:*" check "*) break ;;
		*)
			failures=$((failures + 1))
			echo "failed: exit status $status: $command" >&2
			tail -n 5 "$TMPDIR/log" >&2
			;;
		esac
	done <"$TMPDIR/commands"
}

for block in 'name: oscost' 'oscost:'; do
	rm -rf "$TMPDIR/checkout"
	mkdir "$TMPDIR/checkout"
	cd "$TMPDIR/checkout"
	commands "$block" >"$TMPDIR/commands"
	check "$block measures, judges and keeps" test "$(grep -Ec 'measure|check|baseline add' "$TMPDIR/commands")" = 3
	run_once
	check "$block: not judged at first" grep -q 'not judged' "$TMPDIR/log"
	check "$block: the run is kept" test "$("$oscost" baseline list --baseline baseline | wc -l)" = 2
	rm -f "$TMPDIR/log"
	run_once
	check "$block: judged" grep -Eq '^(PASSED|FAILED)[:,]' "$TMPDIR/log"
	check "$block: JUnit" grep -q '<testsuites' junit.xml
	check "$block: the page" test -s report/compare.html
done
check "the summary of the job" grep -q 'oscost: not judged' "$GITHUB_STEP_SUMMARY"
finish
