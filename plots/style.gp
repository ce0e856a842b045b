# What all figures share: terminals, colours, point shapes, axes. Started as
#   gnuplot -d -e "format = 'svg'; …" style.gp FIGURE.gp
# in a folder that holds the figure's data files; draws figure.svg or figure.png there. Kept to what
# gnuplot 5.0 knows. Texts that come from a run reach a figure through columns of data files only.

set encoding utf8
set datafile separator "\t"
set datafile missing "-"

# A picture of w by h CSS pixels; PNG at one and a half times that, for print.
figure_svg(w, h) = sprintf( \
	"set terminal svg size %d,%d noenhanced font 'sans-serif,13' background '#ffffff'", w, h)
png = strstrt(GPVAL_TERMINALS, 'pngcairo') ? 'pngcairo' : 'png'
figure_png(w, h) = sprintf( \
	"set terminal %s size %d,%d noenhanced font 'Sans,10' ".\
		"fontscale 1.5 linewidth 1.5 %s background '#ffffff'", \
	png, w * 3 / 2, h * 3 / 2, png eq 'pngcairo' ? 'pointscale 1.5' : '')
figure_open(w, h) = format eq 'png' ? figure_png(w, h) : figure_svg(w, h)
set output format eq 'png' ? 'figure.png' : 'figure.svg'

# Okabe and Ito's palette, without its yellow, which is too pale on white. Never colour alone: each
# kind has its own point shape and its own dashes, for readers and printers without colour.
colors = '#444444 #0072B2 #CC79A7 #D55E00 #009E73 #E69F00 #56B4E9 #000000'
shapes = '7 5 13 9 11 15 6 4'
color(i) = word(colors, 1 + int(i) % 8)
shape(i) = int(word(shapes, 1 + int(i) % 8))
# SVG draws the same point size larger.
point(size) = format eq 'png' ? size : 0.7 * size
bold = format eq 'png' ? 'Sans:Bold' : 'sans-serif:Bold'
ink = '#222222'

set border 3 lw 0.8 lc rgb '#666666'
set tics nomirror scale 0.6 textcolor rgb ink
set grid back lt 1 lc rgb '#d2d2d2' lw 0.7
set style fill solid 0.6 noborder
set xlabel offset 0,0.4
set key noautotitle

# Durations in ns on a log scale: 1 ns, 10 ns, … 1 µs, …
# Of an exact run (exact = 1) they are numbers of instructions.
time_tics(axis) = sprintf("set %stics ('0.01 ns' 0.01, '0.1 ns' 0.1, \
'1 ns' 1, '10 ns' 10, '100 ns' 100, '1 µs' 1e3, '10 µs' 1e4, '100 µs' 1e5, \
'1 ms' 1e6, '10 ms' 1e7, '100 ms' 1e8, '1 s' 1e9, '10 s' 1e10, '100 s' 1e11)", axis)
# The same, and 2 and 5 of each decade, where the scale has few decades.
time_tics_fine(axis) = sprintf("set %stics ('0.1 ns' 0.1, '0.2 ns' 0.2, '0.5 ns' 0.5, \
'1 ns' 1, '2 ns' 2, '5 ns' 5, '10 ns' 10, '20 ns' 20, '50 ns' 50, \
'100 ns' 100, '200 ns' 200, '500 ns' 500, '1 µs' 1e3, '2 µs' 2e3, '5 µs' 5e3, \
'10 µs' 1e4, '20 µs' 2e4, '50 µs' 5e4, '100 µs' 1e5, '200 µs' 2e5, '500 µs' 5e5, \
'1 ms' 1e6, '2 ms' 2e6, '5 ms' 5e6, '10 ms' 1e7, '20 ms' 2e7, '50 ms' 5e7, \
'100 ms' 1e8, '200 ms' 2e8, '500 ms' 5e8, '1 s' 1e9, '10 s' 1e10)", axis)
count_tics(axis) = sprintf("set %stics ('0.1' 0.1, '1' 1, '10' 10, '100' 100, '1k' 1e3, \
'10k' 1e4, '100k' 1e5, '1M' 1e6, '10M' 1e7, '100M' 1e8, '1G' 1e9, '10G' 1e10, '100G' 1e11)", axis)
count_tics_fine(axis) = sprintf("set %stics ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '50' 50, \
'100' 100, '200' 200, '500' 500, '1k' 1e3, '2k' 2e3, '5k' 5e3, '10k' 1e4, '20k' 2e4, \
'50k' 5e4, '100k' 1e5, '200k' 2e5, '500k' 5e5, '1M' 1e6, '2M' 2e6, '5M' 5e6, \
'10M' 1e7, '20M' 2e7, '50M' 5e7, '100M' 1e8, '200M' 2e8, '500M' 5e8, '1G' 1e9)", axis)
set_time_tics(axis) = exact ? count_tics(axis) : time_tics(axis)
set_time_tics_fine(axis) = exact ? count_tics_fine(axis) : time_tics_fine(axis)
# Names at every second decade, for scales of many.
time_tics_coarse(axis) = sprintf("set %stics ('' 0.01, '0.1 ns' 0.1, \
'' 1, '10 ns' 10, '' 100, '1 µs' 1e3, '' 1e4, '100 µs' 1e5, \
'' 1e6, '10 ms' 1e7, '' 1e8, '1 s' 1e9, '' 1e10, '100 s' 1e11)", axis)
count_tics_coarse(axis) = sprintf("set %stics ('' 0.1, '1' 1, '' 10, '100' 100, '' 1e3, \
'10k' 1e4, '' 1e5, '1M' 1e6, '' 1e7, '100M' 1e8, '' 1e9, '10G' 1e10, '' 1e11)", axis)
set_time_tics_coarse(axis) = exact ? count_tics_coarse(axis) : time_tics_coarse(axis)
time_word = exact ? 'instructions' : 'time'
microsecond_word = exact ? 'thousand instructions' : 'µs'
set_time_tics_for(axis, least, most) = \
	most / least < 2e3 ? set_time_tics_fine(axis) : set_time_tics(axis)

# Verdicts by number: 0 REGRESSED, 1 IMPROVED, 2 SAME, 3 INCONCLUSIVE.
verdict_names = 'REGRESSED IMPROVED SAME INCONCLUSIVE'
verdict_colors = '#D55E00 #009E73 #444444 #E69F00'
verdict_shapes = '9 11 7 6'
verdict_color(i) = word(verdict_colors, 1 + int(i))
verdict_shape(i) = int(word(verdict_shapes, 1 + int(i)))
