/* The page of a run: one file that needs nothing else. */
#include "html.h"

#include <errno.h>
#include <string.h>

#include "facts.h"

static void add_head(struct text *out, const struct html_source *s)
{
	const char *host = record_machine_get(s->run, "host");
	const char *kernel = record_machine_get(s->run, "kernel.release");
	struct text title = { 0 }, heading = { 0 }, below = { 0 };

	text_addf(&title, "%s %s", host ? host : "a run", kernel ? kernel : "");
	text_addf(&heading, "What the operating system charges on %s", host ? host : "this machine");
	facts_add_title(&below, s->run);
	html_begin(out, text_str(&title), text_str(&heading), text_str(&below));
	out->failed = out->failed || title.failed || heading.failed || below.failed;
	text_free(&title);
	text_free(&heading);
	text_free(&below);
}

static void add_machine(struct text *out, const struct html_source *s)
{
	struct text raw = { 0 };

	text_add(out, "<section>\n<h2>The machine and the run</h2>\n<dl>\n");
	for (const struct fact *f = facts; f->label; f++) {
		f->add(&raw, s->run);
		if (raw.length == 0)
			continue;
		text_addf(out, "<dt>%s</dt><dd>", f->label);
		html_move(out, &raw);
		text_add(out, "</dd>\n");
	}
	text_addf(out,
		  "</dl>\n<details><summary>All %zu entries of machine.tsv</summary>\n"
		  "<table class=\"keys plain\"><tbody>\n",
		  s->run->machine_n);
	for (size_t i = 0; i < s->run->machine_n; i++) {
		const char *value = s->run->machine[i].value;

		text_add(out, "<tr><th scope=\"row\">");
		text_add_html(out, s->run->machine[i].key);
		text_add(out, "</th><td>");
		text_add_html(out, value ? value : "not known");
		text_add(out, "</td></tr>\n");
	}
	text_add(out, "</tbody></table></details>\n</section>\n");
}

static const char *const terms[][2] = {
	{ "median",
	  "The headline. Each process has the median of its samples; this is the median over all "
	  "processes. The process, not the sample, is what is repeated: samples of one process "
	  "agree "
	  "with each other more than with those of the next." },
	{ "95% interval",
	  "Where the median of all such processes on this machine lies, with 95% confidence: two "
	  "order "
	  "statistics of the processes' medians, exact, without any assumption about the shape of "
	  "the "
	  "distribution. Two cases whose intervals do not overlap differ; where they overlap, this "
	  "run "
	  "alone does not tell. It says nothing about other boots, kernels or machines." },
	{ "core cycles", "Cycles of the core itself, not ticks of the time stamp counter, which "
			 "are time. The head of "
			 "the page says how they were obtained." },
	{ "floor, p95, p99", "The least sample, and what 95% and 99% of all samples stay below. A "
			     "sample is the mean over "
			     "many operations, so single slow operations are hidden in it. They "
			     "stand in the unit of the "
			     "median." },
	{ "events/op", "The proof that what was timed is what the case is about: the context "
		       "switches, page faults, "
		       "children and signals per operation, counted over the very operations that "
		       "were timed. ✓ means "
		       "that the count is within 2% of what the case claims; “none” that the case "
		       "claims no such event "
		       "and none came." },
	{ "ok",
	  "The events were counted and are right, and the interval is narrow enough to be used." },
	{ "INVALID", "The counted events differ from the claimed ones by more than 2%. The figure "
		     "would be about "
		     "something else, so there is none." },
	{ "UNSTABLE", "There are figures, but half of the interval is more than 10% of the median, or "
		      "fewer than 6 processes were measured, or most of them were disturbed. Do not compare with it." },
	{ "SKIPPED, FAILED", "This machine or kernel lacks what the case needs; or the case went "
			     "wrong. The reason is given." },
	{ "derived", "Worked out from other cases, round by round, so that its interval is honest. "
		     "If one of them is "
		     "INVALID, so is the derived figure." },
};

static void add_reading(struct text *out)
{
	text_add(out, "<section>\n<h2>How to read this</h2>\n<dl>\n");
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		text_addf(out, "<dt>%s</dt><dd>%s</dd>\n", terms[i][0], terms[i][1]);
	text_add(out, "</dl>\n</section>\n");
}

static bool is_interrupted(const struct record_run *run)
{
	const char *complete = record_machine_get(run, "run.complete");

	return !complete || strcmp(complete, "yes") != 0;
}

int html_add_page(struct text *out, const struct html_source *s)
{
	add_head(out, s);
	if (is_interrupted(s->run))
		text_add(out,
			 "<p class=\"notice\">This run was interrupted: what was measured until then is "
			 "here, a round that was not finished included.</p>\n");
	add_machine(out, s);
	text_add(out, "<section>\n<h2>Results</h2>\n");
	html_add_results(out, s->view);
	html_add_details(out, s->summary, s->view);
	text_add(out, "</section>\n");
	add_reading(out);
	html_add_figures(out, "Pictures", s->pictures);
	html_end(out);
	return out->failed ? -ENOMEM : 0;
}
