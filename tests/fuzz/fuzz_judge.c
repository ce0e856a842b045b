/* Claims judged by a run, in every form (made_run.h: the input; its sixth part: rows of a claims file). */
#include "made_run.h"
#include "oscost/claims_show.h"
#include "well_formed.h"

static const char head[] = "# oscost claims 1\nid\tsection\tclaim\tdocument\theading\tfigure\tunit\tpublished\t"
			   "relation\tpicture\texperiment\n";

static void show(const struct claims *claims, const struct record_run *run, struct claim_answer *answers, unsigned kind)
{
	struct claims_run runs[] = { { "A", run, answers }, { "B", run, answers } };
	const struct claims_show one = { claims, runs, 1 + kind % 2, NULL };
	const struct grid_style style = { .width = 40 + kind % 100, .utf8 = kind % 2 };
	struct text t = { 0 };

	FUZZ_CHECK(claims_add_text(&t, &one, &style) == 0 && !well_formed_text(text_str(&t), t.length, false));
	text_clear(&t);
	FUZZ_CHECK(claims_add_page(&t, &one) == 0 && !well_formed_html(text_str(&t)));
	text_clear(&t);
	FUZZ_CHECK(claims_add_tsv(&t, &one) == 0 && !well_formed_tsv(text_str(&t)));
	text_clear(&t);
	FUZZ_CHECK(claims_add_json(&t, &one) == 0 && !well_formed_json(text_str(&t)));
	text_free(&t);
}

static void judge(const struct claims *claims, const struct made *m)
{
	struct seen seen = { .program_n = 1 };
	struct seen_program *p = &seen.programs[0];
	static const char said[] = "value\tb\t1\twords <of> it\ncannot\tc\twhy\nend\n";
	const struct derived_list none = { 0 };
	struct record_run run;
	struct claims_source source = { &run, &none, &seen };
	struct claim_answer *answers = calloc(claims->row_n, sizeof(*answers));
	struct record_error err = { "" };

	snprintf(p->name, sizeof(p->name), "a");
	FUZZ_CHECK(seen_read(p, said, strlen(said)) == 0);
	if (made_run(m, 0, &run) == 0) {
		if (claims_judge(claims, &source, answers, &err) == 0)
			show(claims, &run, answers, m->kind);
		else
			FUZZ_CHECK(err.text[0]);
		record_free_run(&run);
	}
	claims_free_answers(answers, claims->row_n);
	free(answers);
	seen_free(&seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[MADE_SIZE];
	struct record_error err = { "" };
	struct claims claims;
	struct made m;

	made_parse(data, size, &m);
	if (claims_read_memory(text, made_join(text, head, &m.part[MADE_OWN]), &claims, &err) == 0)
		judge(&claims, &m);
	claims_free(&claims);
	return 0;
}
