#!/bin/sh
# What a guest sends over its serial line (lib/setup/guest/parcel.h), taken apart: whole, damaged byte by byte, cut,
# and from a guest that means harm. Either the records come out as plain files, or it is refused in words.
# shellcheck source=tests/lib.sh
. "$OSCOST_TOP/tests/lib.sh"
# shellcheck disable=SC2317
say() { echo "$*" >&2; }
# shellcheck disable=SC2317
fail() { say "$*" && exit 2; }
# shellcheck source=lib/setup/guest.sh
. "$OSCOST_TOP/lib/setup/guest.sh"

records='machine.tsv cases.tsv samples.tsv gaps.tsv'
sent=$TMPDIR/sent
parcel() { # FILE: the archive as it would come
	# shellcheck disable=SC2046
	set -- "$1" $(cksum <"$1")
	echo "oscost-parcel 1 0 $3 $2"
	cat "$1"
}
# shellcheck disable=SC2317
unpack() ( # PARCEL
	work=$TMPDIR/work
	rm -rf "$work"
	mkdir "$work"
	cp "$1" "$work/results"
	guest_unpack
)
# shellcheck disable=SC2317
plain() { [ -z "$(find "$TMPDIR/work" -mindepth 2 ! -type f)" ]; }
refused() { # PARCEL WORDS
	check_status 2 unpack "$1"
	says "$2"
	check 'nothing but plain files is left of it' plain
}
fresh() { # the records, to be spoilt
	rm -rf "$TMPDIR/spoilt"
	cp -R "$sent" "$TMPDIR/spoilt"
	cd "$TMPDIR/spoilt" || exit 1
}
pack() { # OPTIONS…: what is in the folder, as a parcel
	tar -c -f "$TMPDIR/tar" "$@" -- *.tsv
	parcel "$TMPDIR/tar" >"$TMPDIR/parcel"
}

mkdir "$sent" "$TMPDIR/work" "$TMPDIR/work/run"
for file in $records; do
	awk -v name="$file" 'BEGIN { print "# oscost", name; for (i = 0; i < 60; i++) print i "\t" i * i }' >"$sent/$file"
done
fresh
pack --format=ustar
cp "$TMPDIR/parcel" "$TMPDIR/whole"
check_status 0 unpack "$TMPDIR/whole"
for file in $records; do check "$file as it was sent" cmp "$sent/$file" "$TMPDIR/work/run/$file"; done

# A byte that no part of it has, at each place of the first line and at some of the rest; cut at some.
size=$(wc -c <"$TMPDIR/whole")
first=$(head -n 1 "$TMPDIR/whole" | wc -c)
places=$(awk -v first="$first" -v size="$size" 'BEGIN {
	srand(7); for (i = 0; i < first; i += 3) print i; for (i = 0; i < 25; i++) print int(rand() * (size - 1)) }')
for at in $places; do
	{ head -c "$at" "$TMPDIR/whole" && printf '\377' && tail -c "+$((at + 2))" "$TMPDIR/whole"; } >"$TMPDIR/damaged"
	refused "$TMPDIR/damaged" 'results'
done
for at in 0 5 "$first" $((first - 1)) $((size / 3)) $((size - 512)) $((size - 1)); do
	head -c "$at" "$TMPDIR/whole" >"$TMPDIR/damaged"
	refused "$TMPDIR/damaged" 'results'
done
{ cat "$TMPDIR/whole" && echo; } >"$TMPDIR/damaged"
refused "$TMPDIR/damaged" 'cut or damaged'

# First lines that promise something else.
for line in 'oscost-parcel 2 0 1 1' 'oscost-parcel 1 -1 1 1' 'oscost-parcel 1 0 99999999999 1' 'oscost-parcel 1 0 1' \
	'oscost-parcel 1 0 1 1 1' 'oscost-parcel 1 0 0x1 1' ' oscost-parcel 1 0 1 1' "$(printf '%0200d' 0)"; do
	{ echo "$line" && tail -n +2 "$TMPDIR/whole"; } >"$TMPDIR/damaged"
	refused "$TMPDIR/damaged" 'results'
done

# Members that are no files, in an archive that is whole.
fresh
ln -sf "$sent/samples.tsv" samples.tsv
pack
refused "$TMPDIR/parcel" 'lack samples.tsv'
fresh
rm gaps.tsv && ln samples.tsv gaps.tsv
pack
refused "$TMPDIR/parcel" 'lack [gs][a-z]*.tsv'
fresh
rm gaps.tsv && mkfifo gaps.tsv
pack
refused "$TMPDIR/parcel" 'lack gaps.tsv'
fresh
mv cases.tsv x && mkdir cases.tsv && mv x cases.tsv/x
pack
check_status 0 unpack "$TMPDIR/parcel"
check 'a folder does not come out as one' plain
fresh
pack -P --transform='s|^machine|../../machine|'
refused "$TMPDIR/parcel" 'lack machine.tsv'
check 'nothing came out beside the folder' [ ! -e "$TMPDIR/machine.tsv" ]

# More than has come: a hole of a gigabyte, and zeros packed by gzip.
fresh
truncate -s 1G gaps.tsv
pack -S
check_status 0 unpack "$TMPDIR/parcel"
check 'a hole is not written out' [ "$(wc -c <"$TMPDIR/work/run/gaps.tsv")" -le "$(wc -c <"$TMPDIR/tar")" ]
fresh
head -c 5000000 /dev/zero >gaps.tsv
tar -c -- *.tsv | gzip >"$TMPDIR/tar"
parcel "$TMPDIR/tar" >"$TMPDIR/parcel"
check_status 0 unpack "$TMPDIR/parcel"
check 'no more is unpacked than has come' [ "$(cat "$TMPDIR/work/run"/* | wc -c)" -le "$((4 * $(wc -c <"$TMPDIR/tar")))" ]
finish
