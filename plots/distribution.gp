# One case: its samples by process, and how they are distributed; in time, and in core cycles.
# Given: panels (1 or 2), processes, unit_1, unit_2, off_1, off_2 (samples lie off the scale).
width = 900.0
panel = 284.0
head = 34.0
height = head + panel * panels
eval figure_open(width, height)
unit(p) = value(sprintf('unit_%d', p))
file(name) = sprintf('%s-%d.tsv', name, p)
do for [p = 1:panels] {
	stats file('scale') using 1 name sprintf('scale_%d', p) nooutput
	stats file('bins') using 3 name sprintf('bins_%d', p) nooutput
}

set multiplot
set key noautotitle
do for [p = 1:panels] {
	set tmargin at screen 1 - (head + panel * (p - 1)) / height
	set bmargin at screen 1 - (head + panel * p - 62) / height
	set yrange [value(sprintf('scale_%d_min', p)):value(sprintf('scale_%d_max', p))]

	# Samples by process.
	set lmargin at screen 84 / width
	set rmargin at screen 0.64
	set xrange [0.4:processes + 0.6]
	set x2range [0:1]
	set y2range [0:1]
	set xtics auto
	set ytics auto
	set format y '%.6g'
	set xlabel 'process, in the order of the rounds'
	set ylabel unit(p)
	set grid noxtics ytics
	plot file('headline') using (0.5 * (processes + 1)):1:(0.4):(processes + 0.6):2:3 \
			with boxxyerrorbars fill solid 0.25 noborder lc rgb color(5), \
		'' using (0.4):1:(processes + 0.2):(0) with vectors nohead lw 1 lc rgb color(3), \
		file('samples') using ($3 == 0 ? $1 : NaN):2 with points pt 7 ps point(0.35) lc rgb color(1), \
		'' using ($3 == 1 ? $1 : NaN):2 with points pt 11 ps point(0.6) lc rgb color(3), \
		'' using ($3 == 2 ? $1 : NaN):2 with points pt 9 ps point(0.6) lc rgb color(3), \
		file('medians') using ($1 - 0.4):2:(0.8):(0) with vectors nohead lw 2.2 lc rgb '#000000', \
		'title.tsv' using (0):(1):(p == 1 ? stringcolumn(1) : ' ') axes x2y2 \
			with labels left offset 0,1 textcolor rgb ink

	# Histogram on the same scale.
	set lmargin at screen 0.66
	set rmargin at screen 1 - 20 / width
	set xrange [0:value(sprintf('bins_%d_max', p)) * 1.5]
	set xlabel 'samples'
	unset ylabel
	set format y ''
	set xtics auto
	plot file('bins') using (0):1:(0):3:1:2 with boxxyerrorbars \
			fill solid 0.7 noborder lc rgb color(1), \
		file('modes') using (value(sprintf('bins_%d_max', p))):1:2 \
			with labels left offset 1,0 textcolor rgb ink
}
unset multiplot
