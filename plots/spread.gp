# Every case's samples as a histogram of their distance from the case's median, one row a case.
# Given: lines (cases), groups (the colour of each row, words).
line = 27.0
head = 16.0
axis = 54.0
width = 940.0
height = head + line * lines + axis
eval figure_open(width, height)
stats 'scale.tsv' using 1 name 'scale' nooutput
low = scale_min
high = scale_max

set lmargin at screen 270 / width
set rmargin at screen 1 - 62 / width
set tmargin at screen 1 - head / height
set bmargin at screen axis / height
set xrange [low:high]
set yrange [lines - 0.8:-1]
set noytics
set border 1
set grid xtics noytics
set xlabel 'distance from the median of the case'
set format x '%+.6g%%'
set arrow from 0, graph 0 to 0, graph 1 nohead lw 1 lc rgb '#666666' dt 2 back

plot for [i = 0:lines - 1] 'curves.tsv' index i using 1:2:3 \
		with filledcurves fill solid 0.75 noborder lc rgb color(word(groups, i + 1)), \
	'rows.tsv' using (low):1:2 with labels right offset -5.2,0.3 textcolor rgb ink, \
	'' using (low):1:3 with labels right offset -0.4,0.3 textcolor rgb '#777777', \
	'' using (high):1:4 with labels left offset 0.4,0.3 textcolor rgb '#777777'
