# Mechanisms (and cases) down, one point a side across: the log of the ratio to the first side.
# Given: lines, cells, marks (which tics suit the scale: 0 narrow … 2 wide).
line = 21.0
legend = 20.0 * int((cells + 2) / 3) + 14.0
axis = 58.0
width = 940.0
height = legend + line * lines + axis
eval figure_open(width, height)
stats 'scale.tsv' using 1 name 'from' nooutput
stats 'scale.tsv' using 2 name 'to' nooutput
left = from_min
right = to_max

set multiplot
# the legend: three names a row
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 1 - legend / height
unset border
unset xtics
unset ytics
unset grid
set xrange [0:width]
set yrange [legend:0]
at_x(i) = 256 + 230.0 * (int(i) % 3)
at_y(i) = 16 + 20.0 * int(i / 3)
plot for [k = 0:cells - 1] 'cells.tsv' using ($1 == k ? at_x($1) : NaN):(at_y($1)) \
		with points pt shape(k + 1) ps point(1.1) lc rgb color(k + 1), \
	'' using (at_x($1)):(at_y($1)):2 with labels left offset 1.2,0 textcolor rgb ink

set lmargin at screen 240 / width
set rmargin at screen 1 - 24 / width
set tmargin at screen 1 - legend / height
set bmargin at screen axis / height
set border 1
if (marks == 0) { set xtics ('-10%%' log(.9), '-5%%' log(.95), '-2%%' log(.98), '0' 0, \
	'+2%%' log(1.02), '+5%%' log(1.05), '+10%%' log(1.1)) }
if (marks == 1) { set xtics ('-30%%' log(.7), '-20%%' log(.8), '-10%%' log(.9), '0' 0, \
	'+10%%' log(1.1), '+20%%' log(1.2), '+30%%' log(1.3), '+50%%' log(1.5), '+80%%' log(1.8)) }
if (marks == 2) { set xtics ('÷100' -log(100), '÷20' -log(20), '÷5' -log(5), '÷2' -log(2), '÷1.5' -log(1.5), '÷1.2' -log(1.2), '×1' 0, \
	'×1.2' log(1.2), '×1.5' log(1.5), '×2' log(2), '×3' log(3), '×5' log(5), '×10' log(10), '×20' log(20), '×50' log(50), \
	'×100' log(100), '×1000' log(1000)) }

set grid xtics noytics
set xrange [left:right]
set yrange [lines - 0.4:-0.6]
set xlabel 'change against the first (dearer to the right)'
plot 'scale.tsv' using (0):(-0.6):(0):(lines + 0.2) with vectors nohead lw 1.2 lc rgb '#666666', \
	'lines.tsv' using (left):1:(right - left):(0) with vectors nohead lw 0.5 lc rgb '#ebebeb', \
	for [k = 0:cells - 1] 'points.tsv' using ($2 == k ? $4 : NaN):1:($5 - $4):(0) \
		with vectors nohead lw 1.5 lc rgb color(k + 1), \
	for [k = 0:cells - 1] '' using ($2 == k ? $3 : NaN):1 \
		with points pt shape(k + 1) ps point(1.1) lc rgb color(k + 1), \
	'lines.tsv' using ($3 == 0 ? left + 1e-9 : NaN):1:2 with labels right offset -0.8,0 font bold textcolor rgb ink, \
	'' using ($3 == 1 ? left + 1e-9 : NaN):1:2 with labels right offset -0.8,0 textcolor rgb '#555555'
unset multiplot
