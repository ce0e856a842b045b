# The median of each round's process against the case's median, one panel a mechanism.
# Given: panels, counts (lines in each panel, words), rounds.
width = 900.0
head = 30.0
foot = 56.0
needed(p) = 21.5 * word(counts, p) + 20
inner(p) = needed(p) > 140 ? needed(p) : 140.0
height = foot
do for [p = 1:panels] {
	height = height + head + inner(p)
	stats sprintf('scale-%d.tsv', p) using 1 name sprintf('scale_%d', p) nooutput
}
eval figure_open(width, height)

set multiplot
set lmargin at screen 74 / width
set rmargin at screen 1 - 290 / width
set xrange [0.5:rounds + 0.5]
set x2range [0:1]
set y2range [0:1]
set format y '%+.3g%%'
set grid noxtics ytics
set key at graph 1.02, graph 1.04 left top vertical Left reverse samplen 3 spacing 1.05 \
	maxrows 100 noautotitle
y = 0.0
do for [p = 1:panels] {
	set tmargin at screen 1 - (y + head) / height
	set bmargin at screen 1 - (y + head + inner(p)) / height
	set yrange [value(sprintf('scale_%d_min', p)):value(sprintf('scale_%d_max', p))]
	set xtics auto
	set format x p == panels ? '%g' : ''
	if (p == panels) {
		set xlabel 'round'
	}
	set object 1 rectangle from graph 0, first -1 to graph 1, first 1 \
		fillstyle solid 1 noborder fillcolor rgb '#eeeeee' behind
	plot for [i = 0:word(counts, p) - 1] sprintf('lines-%d.tsv', p) index i using 1:2 \
			with linespoints pt shape(i + i / 8) ps point(0.55) lw 1.2 dt 1 + i % 5 lc rgb color(i + 1) \
			title columnheader(1), \
		sprintf('title-%d.tsv', p) using (0):(1):1 axes x2y2 \
			with labels left offset 0,0.8 textcolor rgb ink
	y = y + head + inner(p)
}
unset multiplot
