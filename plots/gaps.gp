# Lengths of interruptions, ticks above, others beneath, on the same logarithmic scale.
# Given: fullest (gaps in the fullest bin).
width = 900.0
panel = 210.0
height = 2 * panel + 30
eval figure_open(width, height)
stats 'scale.tsv' using 1 name 'scale' nooutput

set multiplot
set lmargin at screen 84 / width
set rmargin at screen 1 - 30 / width
set xrange [scale_min:scale_max]
set logscale xy
set yrange [0.7:fullest * 1.5]
set x2range [0:1]
set y2range [0:1]
set ylabel 'gaps (logarithmic)'
eval set_time_tics_for('x', scale_min, scale_max)
do for [p = 1:2] {
	set tmargin at screen 1 - (panel * (p - 1) + 32) / height
	set bmargin at screen 1 - (panel * p - 28) / height
	if (p == 2) {
		set xlabel 'length (logarithmic)'
	}
	plot sprintf('bins-%d.tsv', p) using 1:(0.7):1:2:(0.7):3 \
			with boxxyerrorbars lc rgb color(p == 1 ? 5 : 1) fill solid 0.75 noborder, \
		sprintf('words-%d.tsv', p) using (0):(1):1 axes x2y2 \
			with labels left offset 0,0.8 textcolor rgb ink
}
unset multiplot
