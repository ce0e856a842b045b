/*
 * Lists of counters (--counters), what libpfm4 makes of the names, and what the kernel says to each: parts are the
 * list, and letters, of which each name and event has one: an errno of perf_event_open, or that libpfm4 does not know
 * it. A list that begins with '=' goes to the real libpfm4, without the '='.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fuzz.h"
#include "machine/counters.h"
#include "machine/counters_pfm.h"

enum { FD = 1 << 20, KINDS = 12 };

static struct record_bytes letters;
static bool real;

const char *__real_machine_pfm_begin(void);
const char *__real_machine_pfm_encode(const char *name, struct perf_event_attr *attr);
long __real_syscall(long number, ...);
const char *__wrap_machine_pfm_begin(void);
void __wrap_machine_pfm_end(void);
const char *__wrap_machine_pfm_encode(const char *name, struct perf_event_attr *attr);
long __wrap_syscall(long number, ...);

static unsigned mix(const void *data, size_t size)
{
	const unsigned char *p = data;
	unsigned h = 2166136261u;

	for (size_t i = 0; i < size; i++)
		h = (h ^ p[i]) * 16777619u;
	return h ^ h >> 15;
}

/* The same for the same thing, so that a list that is asked for twice gets the same answers. */
static unsigned letter(unsigned which)
{
	return letters.size > 0 ? (unsigned char)letters.bytes[which % letters.size] : 0;
}

/* libpfm4 takes long to begin. */
const char *__wrap_machine_pfm_begin(void)
{
	return letter(0) == 'n' ? "no names" : NULL;
}

void __wrap_machine_pfm_end(void)
{
}

const char *__wrap_machine_pfm_encode(const char *name, struct perf_event_attr *attr)
{
	unsigned h = mix(name, strlen(name));

	FUZZ_CHECK(name[0] && strlen(name) < 64 && !strchr(name, ','));
	if (real)
		return __real_machine_pfm_encode(name, attr);
	if (letter(h) == 'u')
		return "event not found";
	attr->type = h % 5;
	attr->config = h;
	return NULL;
}

long __wrap_syscall(long number, ...)
{
	static const int answers[KINDS] = { 0,	 0,	0,     ENOENT, EOPNOTSUPP, ENODEV,
					    EACCES, EPERM, ENOSYS, EINVAL, EBUSY, EMFILE };
	const struct perf_event_attr *attr;
	va_list args;

	va_start(args, number);
	attr = va_arg(args, const struct perf_event_attr *);
	va_end(args);
	FUZZ_CHECK(number == SYS_perf_event_open && attr->size == sizeof(*attr));
	errno = answers[letter(mix(&attr->config, sizeof(attr->config)) + attr->type) % KINDS];
	return errno ? -1 : FD; /* close() says that there is no such file, which does not matter */
}

static void check_list(const struct machine_counters *c)
{
	size_t at = 0;

	for (size_t i = 0; i < c->count; i++) {
		size_t n = strlen(c->item[i].name);

		for (size_t k = 0; k < i; k++)
			FUZZ_CHECK(strcmp(c->item[i].name, c->item[k].name) != 0);
		FUZZ_CHECK(i == 0 || c->list[at++] == ',');
		FUZZ_CHECK(strncmp(c->list + at, c->item[i].name, n) == 0);
		at += n;
	}
	FUZZ_CHECK(c->list[at] == '\0');
}

/* What opened opens again, and nothing else is left to say. */
static void check_again(const struct machine_counters *c)
{
	struct machine_counters again;
	int fds[MACHINE_COUNTERS_MAX];
	char err[256];

	FUZZ_CHECK(machine_counters_open(c, fds) == 0 && machine_counters_open_cpu(c, 1, fds) == 0);
	for (size_t i = 0; i < c->count; i++)
		FUZZ_CHECK(fds[i] == FD);
	/* Its first name would be taken for a mark. */
	if (c->count == 0 || c->list[0] == '+')
		return;
	FUZZ_CHECK(machine_counters_encode(c->list, &again, err, sizeof(err)) == 0);
	FUZZ_CHECK(again.count == c->count && strcmp(again.list, c->list) == 0);
	FUZZ_CHECK(again.state == MACHINE_COUNTERS_OK && !again.why[0]);
	machine_counters_free(&again);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	__real_machine_pfm_begin();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[2];
	struct machine_counters c;
	char err[256] = "", *list;
	int rc;

	fuzz_parts(data, size, part, 2);
	letters = part[1];
	list = fuzz_text((const uint8_t *)part[0].bytes, part[0].size);
	real = list[0] == '=';
	rc = machine_counters_encode(size == 0 ? NULL : list + real, &c, err, sizeof(err));
	FUZZ_CHECK(rc == 0 || ((rc == -EINVAL || rc == -E2BIG) && err[0] && !c.item && c.count == 0));
	FUZZ_CHECK(memchr(err, '\0', sizeof(err)) && memchr(c.why, '\0', sizeof(c.why)));
	FUZZ_CHECK(c.count <= MACHINE_COUNTERS_MAX && machine_counters_state_name(c.state));
	check_list(&c);
	if (rc == 0)
		check_again(&c);
	machine_counters_free(&c);
	free(list);
	return 0;
}
