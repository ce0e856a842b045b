# Time of the fixed work against signals per 1000 operations, with the line whose slope is in the table.
# Given: rates (data sets in points.tsv).
width = 900.0
height = 380.0
eval figure_open(width, height)
set lmargin at screen 84 / width
set rmargin at screen 1 - 150 / width
set xlabel 'signals per 1000 operations'
set ylabel microsecond_word.' per operation'
set format y '%.6g'
set xrange [0:*]
set offsets graph 0.02, graph 0.04, graph 0.08, graph 0.06
set key outside right top Left reverse samplen 2 noautotitle title 'timer, Hz'
plot 'line.tsv' using 1:2 with lines lw 1.5 dt 2 lc rgb '#666666', \
	for [i = 0:rates - 1] 'points.tsv' index i using 1:2 with points pt shape(i + 1) ps point(0.9) \
		lc rgb color(i + 1) title columnheader(1), \
	'word.tsv' using 1:2:3 with labels left offset 2,-1.5 textcolor rgb ink
