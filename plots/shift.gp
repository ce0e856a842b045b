# Change of each decile, one panel a case.
# Given: panels. In shift.tsv two data sets a panel: title, upper and lower end of the band, verdict; deciles.
across = 3
down = int((panels + across - 1) / across)
cell = 238.0
width = 940.0
height = cell * down
eval figure_open(width, height)

set multiplot
set border 3
set xtics 10, 20, 90 format '%g%%'
set format y '%+g%%'
set ytics autofreq
set grid xtics ytics

do for [i = 0:panels - 1] {
	left = (i % across) * width / across
	top = int(i / across) * cell
	set lmargin at screen (left + 62) / width
	set rmargin at screen (left + width / across - 12) / width
	set tmargin at screen 1 - (top + 30) / height
	set bmargin at screen 1 - (top + cell - 46) / height
	# `stats` leaves out what is outside of the ranges, and forgets every variable that begins with its name
	set autoscale
	stats 'shift.tsv' index 2 * i using 2:3 name 'band' nooutput
	stats 'shift.tsv' index 2 * i using 4 name 'judged' nooutput
	high = band_max_x
	low = band_min_y
	stats 'shift.tsv' index 2 * i + 1 using 3:4 name 'ends' nooutput
	from = ends_min_x < low ? ends_min_x : low
	to = ends_max_y > high ? ends_max_y : high
	room = 0.08 * (to - from)
	set xrange [5:95]
	set yrange [from - room:to + room]
	set object 1 rectangle from graph 0, first low to graph 1, first high behind \
		fs solid 1 noborder fc rgb '#ebebeb'
	set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lw 1 lc rgb '#666666' back
	set xlabel 'decile of the samples' offset 0,0.6
	plot 'shift.tsv' index 2 * i + 1 using 1:2:3:4 with yerrorbars \
			pt verdict_shape(judged_min) ps point(0.9) lw 1.5 lc rgb verdict_color(judged_min), \
		'' index 2 * i using (50):(to + room):1 with labels offset 0,0.9 textcolor rgb ink
}
unset multiplot
