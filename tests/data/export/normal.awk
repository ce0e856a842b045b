# Lines "LABEL UNIT FIGURE…", parted by tabs: writes the figures as summary.tsv does, with ten digits, so that
# unrounded ones can be compared with it; empty: "-".

function number(x) {
	if (x == "" || x == "-" || x == "null")
		return "-"
	x += 0
	if (x == 0)
		return "0"
	if (x == int(x) && x < 1e15 && x > -1e15)
		return sprintf("%.0f", x)
	return sprintf("%.10g", x)
}

BEGIN { FS = OFS = "\t" }
{ for (i = 3; i <= NF; i++) $i = number($i); print }
