# All cases: median, 95% interval, floor to 99th percentile, on a logarithmic scale; shares beneath.
# Given: time_lines, time_low, time_high (decades of ns), share_lines, share_low, share_high (of %).
line = 21.0
head = 14.0
axis = 58.0
gap = time_lines > 0 && share_lines > 0 ? 18.0 : 0.0
width = 940.0
time_height = time_lines > 0 ? line * time_lines + axis : 0
share_height = share_lines > 0 ? line * share_lines + axis : 0
height = head + time_height + gap + share_height
eval figure_open(width, height)

set multiplot
set lmargin at screen 250 / width
set rmargin at screen 1 - 240 / width
set noytics
set border 1
set logscale x
set grid xtics noytics

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

if (time_lines > 0) {
	name = 'time'
	low = 10.0 ** time_low
	high = 10.0 ** time_high
	set tmargin at screen 1 - head / height
	set bmargin at screen 1 - (head + line * time_lines) / height
	set xrange [low * (1 - 1e-9):high * (1 + 1e-9)] # what lies on an end stays inside
	set yrange [time_lines - 0.4:-0.6]
	eval set_time_tics('x')
	set xlabel time_word.' per operation (logarithmic)'
	eval draw
}
if (share_lines > 0) {
	name = 'share'
	low = 10.0 ** share_low
	high = 10.0 ** share_high
	set tmargin at screen (axis + line * share_lines) / height
	set bmargin at screen axis / height
	set xrange [low * (1 - 1e-9):high * (1 + 1e-9)] # what lies on an end stays inside
	set yrange [share_lines - 0.4:-0.6]
	set xtics ('0.01%%' 0.01, '0.1%%' 0.1, '1%%' 1, '10%%' 10, '100%%' 100)
	set xlabel 'share of the PU (logarithmic)'
	eval draw
}
unset multiplot
