/* What user code may not do: each instruction is tried in a child of its own, and what became of it
 * is the signal that ended it (0: none did). */
#include "fact.h"

/* The compiler must not know them. The page at 0 is mapped for nobody; the last of all addresses are
 * the kernel's. */
static volatile uintptr_t nowhere = 8, kernel = ~(uintptr_t)0xffffff, code;

static void write_nowhere(void)
{
	*(volatile char *)nowhere = 1;
}

static void write_code(void)
{
	code = (uintptr_t)write_code;
	*(volatile char *)code = 0;
}

static void read_kernel(void)
{
	(void)*(volatile char *)kernel;
}

static void call_kernel(void)
{
	((void (*)(void))kernel)();
}

#if defined(__x86_64__)
static void divide(void)
{
	__asm__ volatile("divl %%ecx" : : "a"(1), "d"(0), "c"(0) : "cc", "memory");
}
static void illegal(void)
{
	__asm__ volatile("ud2" : : : "memory");
}
static void halt(void)
{
	__asm__ volatile("hlt" : : : "memory");
}
static void mask_interrupts(void)
{
	__asm__ volatile("cli" : : : "memory");
}
static void load_trap_table(void)
{
	char table[10] = { 0 };

	__asm__ volatile("lidt (%0)" : : "r"(table) : "memory");
}
/* Port 0x80 is the firmware's display of numbers: harmless if it were let through. */
static void talk_to_device(void)
{
	__asm__ volatile("outb %%al, $0x80" : : "a"(0) : "memory");
}
#elif defined(__aarch64__)
/* No trap: the quotient is 0. */
#define divide NULL
#define talk_to_device NULL
static void illegal(void)
{
	__asm__ volatile(".inst 0" : : : "memory");
}
static void halt(void)
{
	__asm__ volatile("msr sctlr_el1, xzr" : : : "memory");
}
static void mask_interrupts(void)
{
	__asm__ volatile("msr daifset, #2" : : : "memory");
}
static void load_trap_table(void)
{
	__asm__ volatile("msr vbar_el1, xzr" : : : "memory");
}
#else
#define divide NULL
#define illegal NULL
#define halt NULL
#define mask_interrupts NULL
#define load_trap_table NULL
#define talk_to_device NULL
#endif

static const struct attempt {
	const char *name, *words;
	void (*run)(void);
} attempts[] = {
	{ "nowhere", "signal that ended a process which wrote to an address it does not have",
	  write_nowhere },
	{ "code", "signal that ended a process which wrote to its own code", write_code },
	{ "kernel", "signal that ended a process which read the kernel's memory", read_kernel },
	{ "call", "signal that ended a process which called an address of the kernel", call_kernel },
	{ "divide", "signal that ended a process which divided by zero", divide },
	{ "illegal", "signal that ended a process with an illegal instruction", illegal },
	{ "halt", "signal that ended a process with a privileged instruction (x86 hlt)", halt },
	{ "mask", "signal that ended a process which tried to mask interrupts (x86 cli)",
	  mask_interrupts },
	{ "table", "signal that ended a process which tried to set the trap table (x86 lidt)",
	  load_trap_table },
	{ "device", "signal that ended a process which spoke to a device's port (x86 out)",
	  talk_to_device },
};

static void try(const struct attempt *attempt)
{
	const struct rlimit no_core = { 0, 0 };
	int status = 0;
	pid_t pid;

	if (!attempt->run) {
		fact_cannot(attempt->name, "this processor has no such trap");
		return;
	}
	pid = fact_fork();
	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &no_core);
		attempt->run();
		_exit(0);
	}
	fact_need(waitpid(pid, &status, 0) == pid, "waitpid");
	fact_value(attempt->name, WIFSIGNALED(status) ? WTERMSIG(status) : 0, attempt->words);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		try(&attempts[i]);
	fact_value("segv", SIGSEGV, "number of SIGSEGV");
	fact_value("fpe", SIGFPE, "number of SIGFPE");
	return fact_end();
}
