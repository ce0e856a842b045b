/* The proof of events in words: what a case claims per operation, and what was counted. */
#include "events.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const struct {
	const char *key, *one, *many;
} nouns[] = {
	{ "switches", "switch", "switches" },	     { "faults", "page fault", "page faults" },
	{ "children", "child", "children" },	     { "signals", "signal", "signals" },
	{ "interrupts", "interrupt", "interrupts" }, { "syscalls", "system call", "system calls" },
	{ "threads", "thread", "threads" },
	{ "signals_hz", "signal/s", "signals/s" },
};

enum {
	EVENTS_MOST = 16
};

struct claim {
	char key[32];
	double expected, observed; /* observed NaN: not counted */
};

/* The next word key=number of *s; false at the end. Other words are passed over. */
static bool next_word(const char **s, char *key, size_t size, double *value)
{
	while (**s) {
		const char *word = *s + strspn(*s, " ,");
		size_t n = strcspn(word, " ,");
		const char *equals = memchr(word, '=', n);
		char *end;

		*s = word + n;
		if (!equals || equals == word || (size_t)(equals - word) >= size)
			continue;
		memcpy(key, word, (size_t)(equals - word));
		key[equals - word] = '\0';
		*value = strtod(equals + 1, &end);
		if (end == word + n && end > equals + 1 && isfinite(*value))
			return true;
	}
	return false;
}

static size_t read_claims(struct claim *claims, const char *expected, const char *observed)
{
	const char *s = expected ? expected : "";
	char key[32];
	double value;
	size_t n = 0;

	while (n < EVENTS_MOST && next_word(&s, claims[n].key, sizeof(key), &claims[n].expected))
		claims[n++].observed = NAN;
	s = observed ? observed : "";
	while (next_word(&s, key, sizeof(key), &value))
		for (size_t i = 0; i < n; i++)
			if (strcmp(claims[i].key, key) == 0)
				claims[i].observed = value;
	return n;
}

static void add_noun(struct text *t, const char *key, double value)
{
	text_add_char(t, ' ');
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		if (strcmp(nouns[i].key, key) == 0) {
			text_add(t, value == 1 ? nouns[i].one : nouns[i].many);
			return;
		}
	}
	text_add_clean(t, key);
}

/* Two decimals, without those that are zero; 100k. */
static void add_number(struct text *t, double value)
{
	if (fabs(value) >= 9999.5) {
		unit_add_count(t, value);
		return;
	}
	/* Of a rate nobody needs the decimals. */
	if (fabs(value - nearbyint(value)) < .005 || fabs(value) >= 100)
		text_addf(t, "%.0f", value + 0.0);
	else
		text_addf(t, "%.2f", value);
}

void events_add_proof(struct text *t, const char *expected, const char *observed)
{
	struct claim claims[EVENTS_MOST];
	size_t n = read_claims(claims, expected, observed);
	bool counted = true, any = false;

	if (n == 0) {
		text_add(t, "–");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double value = claims[i].observed;

		if (isnan(value)) {
			counted = false;
			value = claims[i].expected;
		}
		if (fabs(claims[i].expected) < 1e-9)
			continue;
		text_add(t, any ? ", " : "");
		add_number(t, value);
		add_noun(t, claims[i].key, value);
		any = true;
	}
	text_add(t, any ? "" : "none");
	text_add(t, counted ? " ✓" : ", not counted");
}

/* The rule of INVALID, method.md 2. */
static bool differs(const struct claim *c)
{
	if (isnan(c->observed))
		return false;
	if (c->expected > 0)
		return fabs(c->observed / c->expected - 1) > .02;
	return c->observed > .02;
}

void events_add_mismatch(struct text *t, const char *expected, const char *observed)
{
	struct claim claims[EVENTS_MOST];
	size_t n = read_claims(claims, expected, observed);
	bool some = false, first = true;

	for (size_t i = 0; i < n; i++)
		some = some || differs(&claims[i]);
	for (size_t i = 0; i < n; i++) {
		bool per_second = strcmp(claims[i].key, "signals_hz") == 0;

		if (some && !differs(&claims[i]))
			continue;
		text_add(t, first ? "" : "; ");
		if (isnan(claims[i].observed))
			text_add(t, "not counted:");
		else
			add_number(t, claims[i].observed);
		add_noun(t, claims[i].key, claims[i].observed);
		text_add(t, per_second ? ", expected " : " per op, expected ");
		add_number(t, claims[i].expected);
		first = false;
	}
}
