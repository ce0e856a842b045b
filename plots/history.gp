# Cases over the runs of a machine, a panel each: medians, their intervals, change points.
# Given: panels, runs, longest (points of the longest series), shade (which colour).
width = 900.0
head = 26.0
inner = 84.0
foot = 44.0
height = panels * (head + inner) + foot
eval figure_open(width, height)
do for [p = 1:panels] {
	stats 'scales.tsv' index p - 1 using 1 name sprintf('low_%d', p) nooutput
	stats 'scales.tsv' index p - 1 using 2 name sprintf('high_%d', p) nooutput
	stats 'scales.tsv' index p - 1 using 3 name sprintf('step_%d', p) nooutput
}

set multiplot
set lmargin at screen 74 / width
set rmargin at screen 1 - 48 / width
set xrange [0.5:runs + 0.5]
set x2range [0.5:runs + 0.5]
set y2range [0:1]
set format x ''
set format y '%.5g'
set grid noxtics ytics
# Few runs: each is a point; many: a line.
dot = longest > 60 ? 0 : point(0.5)
do for [p = 1:panels] {
	set tmargin at screen 1 - ((p - 1) * (head + inner) + head) / height
	set bmargin at screen 1 - p * (head + inner) / height
	low = value(sprintf('low_%d_min', p))
	high = value(sprintf('high_%d_min', p))
	set yrange [low:high]
	step = value(sprintf('step_%d_min', p))
	set ytics step
	set xtics scale 0
	plot 'kernels.tsv' using 1:(0):(0):(1) axes x2y2 with vectors nohead lw 1.4 dt 3 lc rgb '#555555', \
		'points.tsv' index p - 1 using 1:3:4 with filledcurves fillstyle solid 0.25 noborder lc rgb color(shade), \
		'points.tsv' index p - 1 using 1:2 with linespoints pt 7 ps dot lw 1.2 lc rgb color(shade), \
		'levels.tsv' index p - 1 using 1:2:($3 - $1):(0) with vectors nohead lw 2 lc rgb '#000000', \
		'changes.tsv' index p - 1 using 1:(0):(0):(1) axes x2y2 with vectors nohead lw 1.6 lc rgb '#000000', \
		'titles.tsv' index p - 1 using (0.5):(1):1 axes x2y2 with labels left offset 0,0.7 textcolor rgb ink, \
		'titles.tsv' index p - 1 using (runs + 0.5):(1):2 axes x2y2 with labels right offset 0,0.7 textcolor rgb ink, \
		'dates.tsv' using 1:(p == panels ? 0 : NaN):2 axes x2y2 with labels offset 0,-0.9 textcolor rgb ink
}
unset multiplot
