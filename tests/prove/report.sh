# shellcheck shell=sh
# shellcheck disable=SC2154 # variables of prove.sh
# The parts in one text, with the machine above and a summary below.

report_machine() {
	for file in "$dir"/aa/run-01/machine.tsv "$dir"/coverage/run/machine.tsv "$dir"/inject/none-001/a/machine.tsv; do
		[ -f "$file" ] || continue
		awk -F '\t' 'BEGIN {
			n = split("cpu.model cpu.topology cpu.caches cpu.microcode hypervisor container kernel.release kernel.hz " \
				"kernel.preempt kernel.clocksource clock.source core.hz os libc compiler oscost.version", keys, " ")
		}
		{ value[$1] = $2 }
		END { for (i = 1; i <= n; i++) if (keys[i] in value) printf "%-20s %.98s\n", keys[i], value[keys[i]] }' "$file"
		return
	done
}

report() {
	echo "oscost: proof of the method"
	echo
	printf '%-20s %s\n' date "$(date -u +%Y-%m-%dT%H:%M:%SZ)" command "$1"
	report_machine
	for part in aa inject rules coverage; do
		if [ -f "$dir/$part.txt" ]; then
			printf '\n\n'
			cat "$dir/$part.txt"
		fi
	done
	printf '\n\nSummary\n'
	for part in aa inject rules coverage; do
		if [ -f "$dir/$part.txt" ]; then
			# a goal may go on in the next line
			awk -v part="$part" '/^goal/ { text = $0; going = 1 } /^      / && going && text !~ /reached$/ { sub(/^ +/, " "); text = text $0 }
				going && text ~ /reached$/ { sub(/^goal: /, "", text); print part ": " text; going = 0 }' "$dir/$part.txt"
		else
			echo "$part: not run"
		fi
	done | fold -s -w 116
	cat <<-'END'

		One machine on one day. What is found depends on how much that machine varies: oscost compare prints for each case the
		least change that it could have found. Trials of one size share the machine's state, so their share found has less
		behind it than its number of trials says.
	END
}
