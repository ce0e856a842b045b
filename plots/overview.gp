# All cases: median, 95% interval, floor to 99th percentile, on a logarithmic scale; shares of the PU and factors
# in panels of their own beneath.
# Given for time, share and factor: NAME_lines, NAME_low, NAME_high (decades of ns, of %, of times).
line = 21.0
head = 14.0
axis = 58.0
gap = 18.0
width = 940.0
room(lines) = lines > 0 ? line * lines + axis + gap : 0.0
height = head + room(time_lines) + room(share_lines) + room(factor_lines) - gap
eval figure_open(width, height)

set multiplot
set lmargin at screen 250 / width
set rmargin at screen 1 - 240 / width
set noytics
set border 1
set logscale x
set grid xtics noytics

# Of the panel `name`, with `lines`, `low` and `high`.
frame = "set tmargin at screen 1 - top / height; \
	set bmargin at screen 1 - (top + line * lines) / height; \
	set xrange [low * (1 - 1e-9):high * (1 + 1e-9)]; \
	set yrange [lines - 0.4:-0.6]"
draw = "plot \
	for [i = 0:7] name.'.tsv' using ($3 == i ? $7 : NaN):1:($8 - $7):(0) \
		with vectors nohead lc rgb color(i) lw 1, \
	for [i = 0:7] '' using ($3 == i ? $5 : NaN):1:($6 - $5):(0) \
		with vectors nohead lc rgb color(i) lw 6, \
	for [i = 0:7] '' using ($3 == i ? $4 : NaN):1 \
		with points pt shape(i) ps point(0.85) lc rgb color(i), \
	'' using (low):1:2 with labels right offset -0.8,0 textcolor rgb ink, \
	'' using (high):1:9 with labels left offset 0.8,0 textcolor rgb ink, \
	name.'-words.tsv' using (low):1:2 with labels right offset -0.8,0 textcolor rgb ink, \
	'' using (low):1:3 with labels left offset 0.8,0 textcolor rgb '#b00000', \
	'' using (high):1:4 with labels left offset 0.8,0 textcolor rgb ink, \
	name.'-titles.tsv' using (low):1:2 with labels right offset -0.8,0 font bold textcolor rgb ink"

top = head
if (time_lines > 0) {
	name = 'time'
	lines = time_lines
	low = 10.0 ** time_low
	high = 10.0 ** time_high
	eval frame
	tics = time_high - time_low > 8 ? set_time_tics_coarse('x') : set_time_tics('x')
	eval tics
	set xlabel time_word.' per operation (logarithmic)'
	eval draw
	top = top + room(lines)
}
if (share_lines > 0) {
	name = 'share'
	lines = share_lines
	low = 10.0 ** share_low
	high = 10.0 ** share_high
	eval frame
	set xtics ('0.01%%' 0.01, '0.1%%' 0.1, '1%%' 1, '10%%' 10, '100%%' 100)
	set xlabel 'share of the PU (logarithmic)'
	eval draw
	top = top + room(lines)
}
if (factor_lines > 0) {
	name = 'factor'
	lines = factor_lines
	low = 10.0 ** factor_low
	high = 10.0 ** factor_high
	eval frame
	set xtics ('×0.01' 0.01, '×0.1' 0.1, '×1' 1, '×10' 10, '×100' 1e2, '×1000' 1e3, '×10 000' 1e4, \
		'×100 000' 1e5, '×1 000 000' 1e6)
	set xlabel 'times as long (logarithmic)'
	eval draw
}
unset multiplot
