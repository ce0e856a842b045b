/* Writes an error's text. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

int record_fail(struct record_error *err, int code, const char *format, ...)
{
	va_list args;

	if (!err)
		return code;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return code;
}
