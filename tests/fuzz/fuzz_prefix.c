/*
 * The command of --under, split into words. A glob would look through the real folders, and "~NAME" ask for the
 * machine's users: both are glibc's, differ from machine to machine, and tell nothing of our code. A "~" for
 * HOME stays.
 */
#include <errno.h>

#include "fuzz.h"
#include "oscost/prefix.h"
#include "record/text.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return setenv("PATH", "/nowhere", 1) || setenv("HOME", "/home", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct record_error err = { "" };
	struct prefix prefix;
	int rc;

	for (char *s = text; *s; s++)
		if (strchr("*?[", *s) || (*s == '~' && !strchr("/ ", s[1])))
			*s = '.';
	rc = prefix_split(text, &prefix, &err);
	FUZZ_CHECK(rc == 0 || rc == -ENOENT || rc == -EINVAL);
	FUZZ_CHECK(rc == 0 || err.text[0]);
	if (rc == 0 && prefix_words(&prefix))
		FUZZ_CHECK(prefix_words(&prefix)[0]);
	prefix_free(&prefix);
	free(text);
	return 0;
}
