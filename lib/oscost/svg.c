/* Makes gnuplot's SVG fit to stand with others in one page. */
#include "svg.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Places behind which an id stands; gnuplot uses both kinds of quotes. */
static const char *const id_places[] = {
	" id='", " id=\"", "href='#", "href=\"#", "url(#", "url('#", "url(\"#",
};

static size_t id_place(const char *s)
{
	for (size_t i = 0; i < sizeof(id_places) / sizeof(id_places[0]); i++)
		if (begins(s, id_places[i]))
			return strlen(id_places[i]);
	return 0;
}

/* gnuplot hands the weight of a font on as a part of its name. */
static const char bold_name[] = "font-family=\"sans-serif:Bold\"";
static const char bold[] = "font-family=\"sans-serif\" font-weight=\"bold\"";

/* The element's end, behind its closing tag; s itself when there is none. */
static const char *skip_element(const char *s, const char *closing)
{
	const char *end = strstr(s, closing);

	return end ? end + strlen(closing) : s;
}

int svg_tidy(struct text *out, const char *raw, const char *prefix, const char *title)
{
	const char *s = strstr(raw, "<svg");
	bool in_tag = false, titled = false;

	if (!s || !strstr(s, "</svg>"))
		return -EBADMSG;
	while (*s) {
		size_t n = in_tag ? id_place(s) : 0;

		if (n) {
			text_add_n(out, s, n);
			text_addf(out, "%s-", prefix);
			s += n;
			continue;
		}
		if (begins(s, "<title>") && strstr(s, "</title>")) {
			s = skip_element(s, "</title>");
			if (!titled) {
				text_add(out, "<title>");
				text_add_html(out, title);
				text_add(out, "</title>");
			}
			titled = true;
			continue;
		}
		if (in_tag && begins(s, bold_name)) {
			text_add(out, bold);
			s += strlen(bold_name);
			continue;
		}
		in_tag = *s == '<' || (in_tag && *s != '>');
		text_add_char(out, *s++);
	}
	return out->failed ? -ENOMEM : 0;
}
