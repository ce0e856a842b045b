# Every case's change with its interval; the band of changes that do not count behind it.
# Given: lines (of text), marks (which tics suit the scale: 0 narrow … 4 wide).
line = 21.0
head = 36.0
axis = 58.0
width = 940.0
height = head + line * lines + axis
eval figure_open(width, height)
stats 'scale.tsv' using 1:2 name 'scale' nooutput
left = scale_min_x
right = scale_max_y

set lmargin at screen 262 / width
set rmargin at screen 1 - 196 / width
set tmargin at screen 1 - head / height
set bmargin at screen axis / height
reach = 0.01 * (right - left) # of an arrow
set xrange [left:right]
set yrange [lines - 0.4:-0.6]
set noytics
set border 1
set grid xtics noytics

if (marks == 0) { set xtics ('-6%%' log(.94), '-4%%' log(.96), '-2%%' log(.98), '0' 0, \
	'+2%%' log(1.02), '+4%%' log(1.04), '+6%%' log(1.06)) }
if (marks == 1) { set xtics ('-15%%' log(.85), '-10%%' log(.9), '-5%%' log(.95), '0' 0, \
	'+5%%' log(1.05), '+10%%' log(1.1), '+15%%' log(1.15)) }
if (marks == 2) { set xtics ('-30%%' log(.7), '-20%%' log(.8), '-10%%' log(.9), '0' 0, \
	'+10%%' log(1.1), '+20%%' log(1.2), '+30%%' log(1.3), '+50%%' log(1.5)) }
if (marks == 3) { set xtics ('÷3' -log(3), '÷2' -log(2), '-25%%' log(.75), '0' 0, \
	'+25%%' log(1.25), '+50%%' log(1.5), '×2' log(2), '×3' log(3)) }
if (marks == 4) { set xtics ('÷100' -log(100), '÷10' -log(10), '÷5' -log(5), '÷2' -log(2), '×1' 0, \
	'×2' log(2), '×5' log(5), '×10' log(10), '×100' log(100), '×1000' log(1000)) }
set xlabel 'change from A to B (dearer to the right)'

do for [i = 0:3] {
	set label i + 1 word(verdict_names, 1 + i) at screen (290 + 120.0 * i) / width, screen 1 - 14 / height \
		left offset 0.9,0 textcolor rgb ink \
		point pt verdict_shape(i) ps point(1.1) lc rgb verdict_color(i)
}
set style fill solid 1 noborder

plot 'rows.tsv' using (0):1:(-$7):7:($1 - 0.5):($1 + 0.5) with boxxyerror \
		fs solid 1 noborder lc rgb '#ebebeb', \
	'scale.tsv' using (0):(-0.6):(0):(lines + 0.2) with vectors nohead lw 1.2 lc rgb '#666666', \
	for [i = 0:3] 'rows.tsv' using ($3 == i ? $5 : NaN):1:($6 - $5):(0) \
		with vectors nohead lc rgb verdict_color(i) lw 3, \
	for [i = 0:3] '' using ($3 == i && $9 > 0 ? right - reach : NaN):1:(reach):(0) \
		with vectors head filled size screen 0.008,25 fixed lc rgb verdict_color(i) lw 3, \
	for [i = 0:3] '' using ($3 == i && $8 > 0 ? left + reach : NaN):1:(-reach):(0) \
		with vectors head filled size screen 0.008,25 fixed lc rgb verdict_color(i) lw 3, \
	'' using ($3 == 3 ? $4 : NaN):1 with points pt 7 ps point(0.95) lc rgb '#ffffff', \
	for [i = 0:3] '' using ($3 == i ? $4 : NaN):1 \
		with points pt verdict_shape(i) ps point(0.95) lc rgb verdict_color(i), \
	'rows.tsv' using (left):1:2 with labels right offset -1.5,0 textcolor rgb ink, \
	'' using (right):1:10 with labels left offset 1.5,0 textcolor rgb ink, \
	'words.tsv' using (left):1:2 with labels right offset -1.5,0 textcolor rgb ink, \
	'' using (right):1:3 with labels left offset 1.5,0 textcolor rgb '#777777', \
	'titles.tsv' using (left):1:2 with labels right offset -1.5,0 font bold textcolor rgb ink
