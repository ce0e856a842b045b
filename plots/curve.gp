# Cases with a parameter: medians with their intervals over it.
# Given: series (data sets in curve.tsv), positive (no interval reaches 0), axis (bytes, mib or count).
width = 900.0
height = 400.0
eval figure_open(width, height)
set lmargin at screen 84 / width
set rmargin at screen 1 - 250 / width
set xlabel axis eq 'bytes' ? 'working set' : axis eq 'mib' ? 'touched memory, MiB' : 'number'
set ylabel microsecond_word
set format y '%.6g'
if (positive && axis eq 'bytes') set logscale y
if (positive && axis ne 'bytes') set yrange [0:*]
# A parameter of 0 belongs to the left edge of a logarithmic axis.
if (axis eq 'bytes') set logscale x 2; set xtics ('0' 2048, '4 KiB' 4096, '16 KiB' 16384, '64 KiB' 65536, \
	'256 KiB' 262144, '1 MiB' 1048576, '4 MiB' 4194304, '16 MiB' 16777216)
place(x) = axis eq 'bytes' && x < 2048 ? 2048 : x
set offsets graph 0.03, graph 0.03, 0, 0
if (axis ne 'bytes') set xrange [0:*]
if (!positive) set xzeroaxis lw 1 lc rgb '#666666'
set key outside right top Left reverse samplen 2 noautotitle
plot for [i = 0:series - 1] 'curve.tsv' index i using (place($1)):2:3:4 with yerrorbars lw 1.2 pt shape(i + 1) ps point(0.9) \
		lc rgb color(i + 1) title columnheader(1), \
	for [i = 0:series - 1] 'curve.tsv' index i skip 1 using (place($1)):2 with lines lw 1.2 dt i + 1 lc rgb color(i + 1)
