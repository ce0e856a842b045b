/* The cases of a run: what may be one, adding, finding by name and param. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "grow.h"
#include "run.h"
#include "text.h"

enum {
	FIRST_SLOTS = 64
};

static const char *text_or_null(const char *text)
{
	return !text || !*text || strcmp(text, "-") == 0 ? NULL : text;
}

static int is_status(const char *status)
{
	return strcmp(status, "ok") == 0 || strcmp(status, "SKIPPED") == 0 ||
	       strcmp(status, "FAILED") == 0;
}

const char *record_case_fault(const struct record_case *c)
{
	const char *param = text_or_null(c->param);

	if (!c->name || !record_text_is_case(c->name))
		return "column case: not a name of a case ([a-z][a-z0-9_.]*)";
	if (param && !record_text_is_param(param))
		return "column param: not a param ([A-Za-z0-9_.]+)";
	if (!c->unit || (strcmp(c->unit, "ns") != 0 && strcmp(c->unit, "%") != 0))
		return "column unit: neither ns nor %";
	if (c->status && !is_status(c->status))
		return "column status: none of ok, SKIPPED, FAILED";
	return NULL;
}

/* FNV-1a, 32 bits, over both parts of the key and a byte between that is in neither. */
static uint32_t hash(const char *name, const char *param)
{
	uint32_t h = 2166136261u;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	h = (h ^ ':') * 16777619u;
	for (; param && *param; param++)
		h = (h ^ (unsigned char)*param) * 16777619u;
	return h;
}

static int is_case(const struct record_case *c, const char *name, const char *param)
{
	if (strcmp(c->name, name) != 0)
		return 0;
	return c->param && param ? strcmp(c->param, param) == 0 : !c->param && !param;
}

/* Where the key is, or the free place where it belongs. */
static uint32_t *find_slot(const struct record_run *run, const char *name, const char *param)
{
	size_t i = hash(name, param) & (run->slot_n - 1);

	while (run->slots[i] && !is_case(&run->cases[run->slots[i] - 1], name, param))
		i = (i + 1) & (run->slot_n - 1);
	return &run->slots[i];
}

/* Keeps at least half of the slots free, so that a search ends soon. */
static int grow_slots(struct record_run *run)
{
	struct record_run grown = *run;
	size_t i;

	if (2 * (run->case_n + 1) <= run->slot_n)
		return 0;
	grown.slot_n = run->slot_n ? 2 * run->slot_n : FIRST_SLOTS;
	grown.slots = calloc(grown.slot_n, sizeof(*grown.slots));
	if (!grown.slots)
		return -ENOMEM;
	for (i = 0; i < run->case_n; i++)
		*find_slot(&grown, run->cases[i].name, run->cases[i].param) = (uint32_t)i + 1;
	free(run->slots);
	run->slots = grown.slots;
	run->slot_n = grown.slot_n;
	return 0;
}

static void copy_case(struct record_case *to, const struct record_case *from, int *failed)
{
	const char *status = text_or_null(from->status);

	*to = (struct record_case){
		.name = record_copy(from->name, failed),
		.param = record_copy(from->param, failed),
		.unit = record_copy(from->unit, failed),
		.what = record_copy(from->what, failed),
		.expected = record_copy(from->expected, failed),
		.program = record_copy(from->program, failed),
		.status = record_copy(status ? status : "ok", failed),
		.reason = record_copy(from->reason, failed),
		.reruns = from->reruns,
	};
}

int record_add_case(struct record_run *run, const struct record_case *c, uint32_t *index)
{
	struct record_case *grown;
	int rc;

	if (record_case_fault(c))
		return -EINVAL;
	if (record_find_case(run, c->name, text_or_null(c->param)))
		return -EEXIST;
	if (run->case_n == RECORD_CASES_MAX)
		return -E2BIG;
	rc = grow_slots(run);
	if (rc)
		return rc;
	grown = record_grow(run->cases, &run->case_size, run->case_n, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	run->cases = grown;
	copy_case(&grown[run->case_n], c, &rc);
	/* Counted even when a text is lacking: then record_free_run finds the others. The caller
	 * gives the run up. */
	run->case_n++;
	if (rc)
		return rc;
	*find_slot(run, c->name, text_or_null(c->param)) = (uint32_t)run->case_n;
	if (index)
		*index = (uint32_t)run->case_n - 1;
	return 0;
}

const struct record_case *record_find_case(const struct record_run *run, const char *name,
					   const char *param)
{
	uint32_t slot = run->slot_n ? *find_slot(run, name, param) : 0;

	return slot ? &run->cases[slot - 1] : NULL;
}

const char *record_case_label(const struct record_case *c, char *buf, size_t size)
{
	snprintf(buf, size, "%s%s%s", c->name, c->param ? ":" : "", c->param ? c->param : "");
	return buf;
}

int record_set_status(struct record_run *run, uint32_t index, const char *status,
		      const char *reason)
{
	char *new_status, *new_reason;
	int rc = 0;

	if (index >= run->case_n || !is_status(status))
		return -EINVAL;
	new_status = record_copy(status, &rc);
	new_reason = record_copy(reason, &rc);
	if (rc) {
		free(new_status);
		free(new_reason);
		return rc;
	}
	free((char *)run->cases[index].status);
	free((char *)run->cases[index].reason);
	run->cases[index].status = new_status;
	run->cases[index].reason = new_reason;
	return 0;
}
