/* A system call by its number, and the kernel's way to the caller's memory. */
#include <sys/syscall.h>

#include "fact.h"

static int pipe_with_a_byte(void)
{
	int fds[2];

	fact_need(pipe(fds) == 0 && write(fds[1], "x", 1) == 1, "pipe");
	return fds[0];
}

/* The error of a read() to an address that is mapped for nobody; 0: there was none. */
static double read_to_nowhere(int fd)
{
	char *volatile nowhere = (char *)(uintptr_t)8;

	return syscall(SYS_read, fd, nowhere, 1) == -1 ? errno : 0;
}

int main(void)
{
	char byte = 0;
	int fd = pipe_with_a_byte();
	long got = syscall(SYS_read, fd, &byte, 1);
	int error = syscall(100000) == -1 ? errno : 0;

	fact_value("got", (double)got, "bytes that syscall(SYS_read) returned");
	fact_value("filled", byte == 'x', "of them that the kernel put into the buffer");
	fact_value("nowhere", read_to_nowhere(pipe_with_a_byte()),
		   "error of a read() into memory that the caller does not have");
	fact_value("efault", EFAULT, "number of EFAULT");
	fact_value("unknown", error, "error of a system call of number 100000");
	fact_value("enosys", ENOSYS, "number of ENOSYS");
	return fact_end();
}
