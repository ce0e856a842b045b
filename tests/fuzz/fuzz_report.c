/* A run's summary, table, page, condensed form and what gnuplot gets of it (made_run.h: the input). */
#include "made_derived.h"
#include "made_run.h"
#include "oscost/condense.h"
#include "oscost/html.h"
#include "oscost/plotdata.h"
#include "oscost/summary.h"
#include "oscost/table.h"
#include "well_formed.h"

int __wrap_plotdata_write(const char *dir, const char *name, struct text *t);

/* In place of writing the file. */
int __wrap_plotdata_write(const char *dir, const char *name, struct text *t)
{
	FUZZ_CHECK(strcmp(dir, "work") == 0);
	FUZZ_CHECK(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(name));
	FUZZ_CHECK(!t->failed && !well_formed_plotdata(text_str(t)));
	text_clear(t);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	made_derived();
	return 0;
}

/* Our own words, whole numbers and lists of them: nothing of a run. */
static void check_settings(const struct text *t)
{
	const char *s = text_str(t);
	size_t quotes = 0;

	FUZZ_CHECK(strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_ =;'-%/,:.\xc2\xb5") == strlen(s));
	for (; *s; s++)
		quotes += *s == '\'';
	FUZZ_CHECK(quotes % 2 == 0);
}

static void write_picture(const struct picture *p, const struct picture_source *source)
{
	struct picture_job job = { .source = source, .dir = "work" };
	int rc = p->write(&job, p);

	FUZZ_CHECK(rc == 0 || rc == 1);
	check_settings(&job.settings);
	FUZZ_CHECK(!well_formed_text(text_str(&job.caption), job.caption.length, false));
	text_free(&job.settings);
	text_free(&job.caption);
	text_free(&job.title);
}

static void write_pictures(const struct picture_source *source)
{
	static const struct picture *const single[] = { &picture_overview, &picture_spread,   &picture_drift,
							&picture_gaps,	   &picture_timeline, &picture_preempt };

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		write_picture(single[i], source);
	for (const struct picture *p = picture_distributions; p->name; p++)
		write_picture(p, source);
	for (const struct picture *p = picture_curves; p->name; p++)
		write_picture(p, source);
}

static void write_table(const struct picture_source *s, unsigned kind)
{
	const struct grid_style style = { .width = 40 + kind % 100, .utf8 = kind % 2, .all = kind % 3 == 0 };
	struct text t = { 0 };

	FUZZ_CHECK(table_add(&t, s->run, s->summary, s->view, &style) == 0);
	FUZZ_CHECK(!well_formed_text(text_str(&t), t.length, false));
	for (size_t i = 0; !style.utf8 && i < t.length; i++)
		FUZZ_CHECK(t.data[i] > 0);
	text_free(&t);
}

static void write_page(const struct picture_source *s)
{
	const struct picture_set none = { 0 };
	const struct html_source source = { s->run, s->summary, s->view, &none };
	struct text t = { 0 };

	FUZZ_CHECK(html_add_page(&t, &source) == 0);
	FUZZ_CHECK(!well_formed_html(text_str(&t)));
	text_free(&t);
}

static void condense(const struct record_run *run)
{
	struct record_run small = { 0 }, again = { 0 };
	struct record_error err = { "" };
	struct record_summary summary;

	if (condense_run(run, &small, &err) == 0) {
		FUZZ_CHECK(condense_is(&small) && small.sample_n <= run->sample_n);
		FUZZ_CHECK(summary_make(&small, made_derived_path, &summary, &err) == 0);
		record_free_summary(&summary);
		FUZZ_CHECK(condense_run(&small, &again, &err) == 0 && again.sample_n == small.sample_n);
	} else {
		FUZZ_CHECK(err.text[0]);
	}
	record_free_run(&small);
	record_free_run(&again);
}

static void show(const struct made *m, const struct record_run *run, const struct record_summary *summary)
{
	struct record_error err = { "" };
	struct counted counted;
	struct view view;
	struct picture_source source = { run, summary, &view, &counted };

	FUZZ_CHECK(counted_make(run, COUNTED_TIMED, &counted, &err) == 0);
	FUZZ_CHECK(view_make(&view, run, summary, made_derived_path) == 0);
	if (m->outputs % 4 != 1)
		write_table(&source, m->kind);
	if (m->outputs % 4 != 2)
		write_page(&source);
	if (m->outputs % 4 != 3)
		write_pictures(&source);
	view_free(&view);
	counted_free(&counted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_error err = { "" };
	struct record_summary summary;
	struct record_run run;
	struct made m;

	made_parse(data, size, &m);
	if (made_run(&m, 0, &run) != 0)
		return 0;
	if (summary_make(&run, made_derived_path, &summary, &err) == 0) {
		show(&m, &run, &summary);
		if (m.outputs % 2)
			condense(&run);
	} else {
		FUZZ_CHECK(err.text[0]);
	}
	record_free_summary(&summary);
	record_free_run(&run);
	return 0;
}
