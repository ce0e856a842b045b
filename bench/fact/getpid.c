/* getpid by a system call and by libc's function. */
#include <sys/syscall.h>

#include "fact.h"

int main(void)
{
	fact_value("raw", (double)syscall(SYS_getpid), "syscall(SYS_getpid) returned");
	fact_value("libc", getpid(), "getpid() returned");
	return fact_end();
}
