/* The gate's verdicts for programs: the comparison, and how it ended. */
#include <errno.h>

#include "compare_data.h"
#include "gate_parts.h"

static void put_missing(struct json *j, const struct gate *gate)
{
	json_key(j, "missing");
	json_begin_array(j);
	for (size_t i = 0; i < gate->c.row_n; i++)
		if (gate_is_missing(&gate->c.rows[i]))
			json_string(j, gate->c.rows[i].label);
	json_end_array(j);
}

static void put_gate(struct json *j, const struct gate *gate, bool strict)
{
	struct text result = { 0 };

	gate_add_result(&result, gate, strict);
	json_key(j, "gate");
	json_begin_object(j);
	json_put_string(j, "result", text_str(&result));
	json_put_uint(j, "exit_status", (uint64_t)gate_status(gate, strict));
	json_put_bool(j, "strict", strict);
	json_put_bool(j, "measured_again", gate->second.run_n > 0);
	json_put_uint(j, "flagged", gate->flagged);
	json_put_uint(j, "confirmed", gate->confirmed);
	json_put_uint(j, "unconfirmed", gate->unconfirmed);
	put_missing(j, gate);
	json_end_object(j);
	j->out->failed = j->out->failed || result.failed;
	text_free(&result);
}

int gate_json_add(struct text *out, const struct gate *gate, bool strict)
{
	struct json j = { .out = out };
	int rc;

	json_begin_object(&j);
	put_gate(&j, gate, strict);
	rc = compare_json_put(&j, &gate->c, 1);
	json_end_object(&j);
	return rc ? rc : out->failed ? -ENOMEM : 0;
}
