# Many kernels and boot parameters, boot after boot, compared with the first one. Sourced by run.sh.
# shellcheck shell=sh disable=SC2154,SC2015,SC2034
#
# Calls say and fail (run.sh), vm.sh and what that calls.

matrix_usage() {
	cat <<-'END'
		usage: ./run.sh matrix [OPTIONS] CELL… [-- MEASURE OPTIONS]

		Boots each cell again and again, in the order A B B A, and compares all with the first:
		MATRIX/matrix.html, matrix.txt, matrix.tsv and, of three cells or more, matrix.png; the runs
		are MATRIX/CELL/BOOT.
		Interrupted, the same command goes on where it stopped.

		  CELL               a kernel as vm has it, and kernel parameters, as one word of the
		                     shell: debian:6.1, 'debian:6.1 pti=on', 'path/to/bzImage audit=1'
		  --cells FILE       cells, one a line; # begins a comment
		  --boots N          of each cell (5, which is the least; exact: 1)
		  --out DIR          the folder (default: results/matrix, which must be the same matrix)
		  --exact, --arch, --cpu, --smp, --memory, --accel, --timeout, --user, --update,
		  --no-pictures      as in vm
	END
}

# Cells are lines of matrix_cells: NAME, a tab, KERNEL WORDS.
matrix_add() { # KERNEL WORDS
	case $1 in *[![:print:]]*) fail "a cell has a character in it that no kernel parameter has" ;; esac
	name=$(echo "$1" | sed 's/^debian://; s/ *$//; s/[^ ]*\///; s/  */+/g; s/[^A-Za-z0-9._=+-]/_/g' | cut -c 1-60)
	case $name in '' | .*) name=cell$name ;; esac
	! printf '%s' "$matrix_cells" | grep -Fq "$name	" || fail "there are two cells called $name"
	matrix_cells="$matrix_cells$name	$1
"
	matrix_n=$((matrix_n + 1))
	[ "$matrix_n" -le 16 ] || fail "a matrix has 16 cells at most"
}

matrix_read() { # FILE
	[ -f "$1" ] && [ -r "$1" ] || fail "there is no file $1 that can be read"
	while IFS= read -r row || [ -n "$row" ]; do
		row=$(echo "$row" | sed 's/#.*//; s/^[[:space:]]*//; s/[[:space:]]*$//')
		[ -z "$row" ] || matrix_add "$row"
	done <"$1"
}

# Keeps the options that vm has for vm_take; sets boots and matrix_cells.
matrix_take() {
	matrix_cells='' matrix_n=0 boots='' matrix_rest=0
	vm_reset
	while [ $# -gt 0 ]; do
		case $1 in
		--cells | --boots | --arch | --cpu | --smp | --memory | --accel | --timeout | --out)
			[ $# -ge 2 ] || fail "$1 needs a value"
			case $1 in
			--cells) matrix_read "$2" ;;
			--boots) boots=$2 ;;
			*) vm_set "$1" "$2" ;;
			esac
			shift
			;;
		--) break ;;
		--exact | --user | --update | --no-pictures) vm_switch "$1" ;;
		--*) fail "matrix has no option $1; ./run.sh matrix --help" ;;
		*) matrix_add "$1" ;;
		esac
		shift
	done
	[ $# = 0 ] || shift
	matrix_rest=$#
}

matrix_check() {
	[ "$matrix_n" -ge 2 ] || fail "a matrix has two cells or more, for example debian:5.10 debian:6.1"
	if [ -z "$boots" ]; then boots=5 && [ "$exact" = no ] || boots=1; fi
	vm_number --boots "$boots" 99
	[ "$exact" = yes ] || [ "$boots" -ge 5 ] ||
		fail "fewer than 5 boots of each can only be inconclusive; --exact needs one"
	matrix=${out:-$OSCOST_RESULTS/matrix}
	out=''
	vm_check
}

# The folder remembers what it is of, so that nothing else is added to it.
matrix_open() { # MEASURE OPTIONS…
	mkdir -p "$matrix" 2>/dev/null || fail "the folder $matrix cannot be made"
	matrix=$(readlink -f -- "$matrix")
	of=$(printf '%sexact %s, %s, cpu %s, smp %s, memory %s, accel %s, user %s, measure %s' "$matrix_cells" "$exact" \
		"$arch" "${cpu:--}" "$smp" "$memory" "$accel" "$user" "$*")
	if [ -e "$matrix/cells.txt" ]; then
		[ "$(cat "$matrix/cells.txt")" = "$of" ] ||
			fail "$matrix holds another matrix: give --out another name, or remove it"
	elif [ -n "$(ls -A "$matrix")" ]; then
		fail "$matrix is no matrix, and not empty: give --out another name"
	else
		echo "$of" >"$matrix/cells.txt" || fail "$matrix cannot be written"
	fi
}

# Cells in the order of this boot: forth, and at the next boot back.
matrix_order() { # BOOT
	if [ $(($1 % 2)) = 1 ]; then
		printf '%s' "$matrix_cells"
	else
		printf '%s' "$matrix_cells" | awk '{ row[NR] = $0 } END { for (i = NR; i > 0; i--) print row[i] }'
	fi
}

# One boot, in a shell of its own that cleans up behind itself.
matrix_boot() { # FOLDER KERNEL-WORDS MEASURE OPTIONS…
	folder_of_run=$1
	kernel=${2%% *}
	append=${2#"$kernel"}
	append=${append# }
	shift 2
	vm_guard
	kernel_find "$kernel"
	vm_boot "$@"
	vm_receive "$folder_of_run" --no-pictures >/dev/null
}

matrix_measure() { # MEASURE OPTIONS…
	done_n=0
	total=$((matrix_n * boots))
	boot=1
	while [ "$boot" -le "$boots" ]; do
		matrix_order "$boot" >"$matrix/.order"
		while IFS='	' read -r name words <&3; do
			done_n=$((done_n + 1))
			place=$matrix/$name/$(printf '%02d' "$boot")
			[ ! -d "$place" ] || continue
			say "boot $done_n of $total: $words"
			matrix_wait "$place" "$words" "$@"
		done 3<"$matrix/.order"
		boot=$((boot + 1))
	done
	rm -f "$matrix/.order"
}

matrix_wait() {
	mkdir -p "$matrix/$name"
	(matrix_boot "$@") 3<&- &
	matrix_pid=$!
	matrix_status=0
	wait "$matrix_pid" || matrix_status=$?
	matrix_pid=''
	[ "$matrix_status" = 0 ] ||
		fail "stopped at $name; the same command goes on from there"
}

# Both wait for the boot's own shell, which removes what it has made.
matrix_interrupted() { # STATUS
	trap '' INT TERM HUP
	if [ -n "${matrix_pid:-}" ]; then
		kill "$matrix_pid" 2>/dev/null || true
		wait "$matrix_pid" 2>/dev/null || true
	fi
	rm -f "$matrix/.order"
	say "interrupted; the same command goes on from there"
	exit "$1"
}

# Inside the folder, so that the sides are called by the names of the cells.
matrix_report() {
	options=''
	[ "$pictures" = yes ] || options=--no-pictures
	set --
	while IFS='	' read -r name words; do set -- "$@" "$name"; done <<-END
		$(printf '%s' "$matrix_cells")
	END
	(cd "$matrix" && "$top/build/oscost" compare $options --out "$matrix" "$@") || exit $?
	for kind in html txt tsv; do mv "$matrix/compare.$kind" "$matrix/matrix.$kind"; done
	say "table and page are $matrix/matrix.txt and matrix.html"
}

matrix_main() {
	case ${1-} in -h | --help | help) matrix_usage && return ;; esac
	matrix_take "$@"
	shift $(($# - matrix_rest))
	matrix_check
	vm_packages
	cache_open
	matrix_open "$@"
	matrix_kernels
	vm_build
	matrix_pid=''
	trap 'matrix_interrupted 130' INT
	trap 'matrix_interrupted 143' TERM HUP
	matrix_measure "$@"
	matrix_report
}

# All kernels first: a name that is wrong is said before an hour of boots.
matrix_kernels() {
	fetched=''
	trap '[ -z "$fetched" ] || rm -rf "$fetched"' EXIT
	while IFS='	' read -r name words; do kernel_find "${words%% *}"; done <<-END
		$(printf '%s' "$matrix_cells")
	END
	update=no
}
