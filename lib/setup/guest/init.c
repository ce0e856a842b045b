/*
 * The first process of a kernel that oscost boots to measure it: linked statically, started as /init.
 *
 * It mounts what a benchmark looks for, starts oscost with the words of /arguments, sends the run folder over a
 * serial line and ends the machine. A program of our own in place of a shell, because it has to drive
 * the line itself, and so that nothing else runs beside what is measured.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <sys/io.h>
#endif

#include "parcel.h"

#define RUN_DIR "/run/oscost"
#define LOG_FILE "/run/log"

enum { WORDS_MOST = 200, ARGUMENTS_SIZE = 32768, NOBODY = 65534 };

/* Of /arguments, which are parted by NUL: NAME=VALUE …, "--", a command. */
static char arguments[ARGUMENTS_SIZE];
static char *command[WORDS_MOST];

static void mount_at(const char *type, const char *path)
{
	mkdir(path, 0755);
	if (mount(type, path, type, 0, NULL) != 0)
		fprintf(stderr, "init: no %s: %s\n", path, strerror(errno));
}

/* Without devtmpfs: what oscost, the benchmarks and we open. */
static void make_devices(void)
{
	static const struct {
		const char *path;
		unsigned major, minor;
	} device[] = {
		{ "/dev/console", 5, 1 }, { "/dev/null", 1, 3 },  { "/dev/zero", 1, 5 },   { "/dev/full", 1, 7 },
		{ "/dev/random", 1, 8 },  { "/dev/urandom", 1, 9 }, { "/dev/tty1", 4, 1 }, { "/dev/ttyS1", 4, 65 },
	};

	for (size_t i = 0; i < sizeof(device) / sizeof(device[0]); i++)
		mknod(device[i].path, S_IFCHR | 0666, makedev(device[i].major, device[i].minor));
}

static void prepare_files(void)
{
	mkdir("/dev", 0755);
	if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) != 0)
		make_devices();
	int console = open("/dev/console", O_RDWR);

	for (int fd = 0; console >= 0 && fd < 3; fd++)
		dup2(console, fd);
	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_at("tmpfs", "/tmp");
	mount_at("tmpfs", "/run");
	mount_at("tmpfs", "/dev/shm");
	chmod("/tmp", 01777);
	chmod("/dev/shm", 01777);
}

/* Where a kernel's own configuration is looked for. */
static void name_config(void)
{
	char path[200];
	struct utsname u;

	if (uname(&u) != 0)
		return;
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	rename("/boot/config", path);
}

/* Some benchmarks talk to themselves over TCP. */
static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		return;
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
}

static int read_arguments(void)
{
	int fd = open("/arguments", O_RDONLY);
	ssize_t size = fd < 0 ? -1 : read(fd, arguments, sizeof(arguments) - 1);
	int n = -1; /* before "--" */

	if (fd >= 0)
		close(fd);
	for (ssize_t at = 0; at < size && n < WORDS_MOST - 1; at += (ssize_t)strlen(arguments + at) + 1) {
		if (n >= 0)
			command[n++] = arguments + at;
		else if (strcmp(arguments + at, "--") == 0)
			n = 0;
		else
			putenv(arguments + at);
	}
	return n > 0 ? 0 : -EINVAL;
}

/* Right after boot the kernel still does things of its own. */
static void settle(void)
{
	const char *seconds = getenv("GUEST_SETTLE");
	struct timespec t = { .tv_sec = seconds ? strtol(seconds, NULL, 10) : 0 };

	nanosleep(&t, NULL);
}

static void start(void)
{
	int fd = open(LOG_FILE, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd >= 0 && dup2(fd, 1) >= 0)
		dup2(fd, 2);
	if (getenv("GUEST_USER") && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		_exit(126);
	execv(command[0], command);
	fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
	_exit(127);
}

/* Exit status of the command; 128 + N: killed by signal N. Orphans are reaped on the way. */
static int run(void)
{
	int status = 0;
	pid_t pid, ended;

	mkdir(RUN_DIR, 0755);
	if (chown(RUN_DIR, getenv("GUEST_USER") ? NOBODY : 0, 0) != 0)
		return 126;
	pid = fork();
	if (pid == 0)
		start();
	do
		ended = pid < 0 ? pid : wait(&status);
	while (ended != pid);
	if (pid < 0)
		return 126;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Kept off the console while it measures, because a serial line interrupts. */
static void show_log(void)
{
	char buf[4096];
	ssize_t n;
	int fd = open(LOG_FILE, O_RDONLY);

	while (fd >= 0 && (n = read(fd, buf, sizeof(buf))) > 0)
		if (write(2, buf, (size_t)n) != n)
			break;
	if (fd >= 0)
		close(fd);
}

static void make_raw(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) != 0)
		return;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL;
	cfsetspeed(&t, B115200);
	tcsetattr(fd, TCSANOW, &t);
}

static int put_file(const struct parcel_line *to, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		ssize_t n = write(to->fd, at, size);

		if (n <= 0)
			return -1;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

#if defined(__x86_64__)
enum { PORT = 0x2f8, LINE_STATUS = 5, EMPTY = 0x20 };

/*
 * The second serial port (16550, at the address of COM2) without the kernel: the driver of a kernel with PREEMPT_RT
 * takes its many interrupts for stray ones and shuts them off.
 */
static int put_port(const struct parcel_line *to, const void *data, size_t size)
{
	const unsigned char *at = data;

	(void)to;
	for (size_t i = 0; i < size; i++) {
		while (!(inb(PORT + LINE_STATUS) & EMPTY))
			;
		outb(at[i], PORT);
	}
	return 0;
}

static int open_port(struct parcel_line *line)
{
	line->put = put_port;
	return ioperm(PORT, 8, 1);
}
#else
static int open_port(struct parcel_line *line)
{
	(void)line;
	errno = ENODEV;
	return -1;
}
#endif

/* Kernels differ in what they have a driver for. */
static int open_line(struct parcel_line *line)
{
	const char *path = getenv("GUEST_LINE");

	if (!path && open_port(line) == 0)
		return 0;
	path = path ? path : "/dev/ttyS1"; /* a kernel without ioperm() */
	line->put = put_file;
	line->fd = open("/dev/vport0p1", O_WRONLY | O_NOCTTY);
	if (line->fd < 0)
		line->fd = open(path, O_WRONLY | O_NOCTTY);
	if (line->fd < 0)
		return -1;
	make_raw(line->fd);
	return 0;
}

static void deliver(int status)
{
	struct parcel_line line = { .fd = -1 };

	if (open_line(&line) != 0) {
		fprintf(stderr, "init: no line for the results: %s\n", strerror(errno));
		return;
	}
	if (parcel_send(&line, RUN_DIR "/run", status) != 0)
		fprintf(stderr, "init: the results cannot be sent: %s\n", strerror(errno));
	if (line.fd >= 0) {
		tcdrain(line.fd);
		close(line.fd);
	}
}

int main(void)
{
	int status = 126;

	prepare_files();
	sethostname("guest", 5);
	name_config();
	raise_loopback();
	if (read_arguments() != 0) {
		fprintf(stderr, "init: /arguments names no command\n");
	} else {
		settle();
		status = run();
	}
	show_log();
	deliver(status);
	tcdrain(2);
	sync();
	/* Under QEMU a restart ends it, with -no-reboot, and needs no ACPI. */
	reboot(getenv("GUEST_POWER_OFF") ? RB_POWER_OFF : RB_AUTOBOOT);
	for (;;)
		pause();
}
