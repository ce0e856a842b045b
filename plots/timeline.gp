# When interruptions began and how long they were, over the first part of one process.
# Given: window (ms).
width = 900.0
height = 310.0
eval figure_open(width, height)
stats 'gaps.tsv' using 2 name 'length' nooutput
set lmargin at screen 96 / width
set rmargin at screen 1 - 30 / width
set xrange [-0.01 * window:1.01 * window]
set yrange [length_min * 0.75:length_max * 1.2]
set logscale y
eval set_time_tics_for('y', length_min, length_max)
set xlabel 'time since the first interruption, ms'
set ylabel 'length (logarithmic)'
set key outside top left horizontal Left reverse samplen 2 noautotitle
plot 'gaps.tsv' using ($3 == 1 ? $1 : NaN):2 with impulses lw 1 lc rgb color(5), \
	'' using ($3 == 0 ? $1 : NaN):2 with impulses lw 1 lc rgb color(6), \
	'' using ($3 == 1 ? $1 : NaN):2 with points pt 7 ps point(0.6) \
		lc rgb color(5) title 'timer tick', \
	'' using ($3 == 0 ? $1 : NaN):2 with points pt 8 ps point(0.6) \
		lc rgb color(1) title 'other interruption'
