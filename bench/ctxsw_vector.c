/*
 * ctxsw.vector.*: the round trip over pipes with live vector registers at both ends.
 *
 * The kernel saves only what is in use, and libc leaves traces (glibc's string functions use the upper
 * AVX-512 registers and do not clear them). So each x86 case brings the registers into exactly the state
 * that it is about, and then looks at what the processor says is in use (Intel SDM vol. 1, 13.6).
 */
#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "harness/pingpong.h"

enum kind { SSE, AVX2, AVX512, NEON, SVE, KINDS };

#if defined(__x86_64__)

/* State components, by bit of XCR0: SSE; AVX; opmasks, upper halves of zmm0 … 15, zmm16 … 31. */
#define STATE_SSE 0x02u
#define STATE_AVX 0x04u
#define STATE_AVX512 0xe0u

#define OF_8(op) op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7)
#define OF_16(op) OF_8(op) op(8) op(9) op(10) op(11) op(12) op(13) op(14) op(15)
#define OF_32(op) \
	OF_16(op) op(16) op(17) op(18) op(19) op(20) op(21) op(22) op(23) op(24) op(25) op(26) op(27) op(28) \
	op(29) op(30) op(31)
#define CLOBBERED \
	"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", \
	"xmm12", "xmm13", "xmm14", "xmm15"

/* All ones. As text: a compiler that knew these registers to be wide would clear them on its way out. */
#define SET_XMM(n) "pcmpeqd %%xmm" #n ", %%xmm" #n "\n\t"
#define SET_YMM(n) "vpcmpeqd %%ymm" #n ", %%ymm" #n ", %%ymm" #n "\n\t"
#define SET_ZMM(n) "vpternlogd $255, %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n\t"
#define SET_K(n) "kxnorw %%k" #n ", %%k" #n ", %%k" #n "\n\t"

static void dirty_sse(void)
{
	__asm__ volatile(OF_16(SET_XMM) : : : CLOBBERED);
}

static void dirty_avx2(void)
{
	__asm__ volatile(OF_16(SET_YMM) : : : CLOBBERED);
}

static void dirty_avx512(void)
{
	__asm__ volatile(OF_32(SET_ZMM) OF_8(SET_K) : : : CLOBBERED);
}

static const struct {
	void (*dirty)(void);
	unsigned in_use;
} kinds[KINDS] = {
	[SSE] = { dirty_sse, STATE_SSE },
	[AVX2] = { dirty_avx2, STATE_SSE | STATE_AVX },
	[AVX512] = { dirty_avx512, STATE_SSE | STATE_AVX | STATE_AVX512 },
};

static const char *lacking(enum kind kind)
{
	if ((kind == AVX2 && !__builtin_cpu_supports("avx2")) ||
	    (kind == AVX512 && !__builtin_cpu_supports("avx512f")))
		return "this processor, or the kernel's support for it, lacks them";
	return kinds[kind].dirty ? NULL : "registers of aarch64; this is x86-64";
}

/* XGETBV with ECX = 1; 0 where the processor cannot tell. */
static unsigned in_use(void)
{
	unsigned a, b, c, d;

	if (!__builtin_cpu_supports("avx") || !__get_cpuid_count(0xd, 1, &a, &b, &c, &d) || !(a & 4))
		return 0;
	__asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(1));
	return a & (STATE_SSE | STATE_AVX | STATE_AVX512);
}

/* Puts all but SSE into its initial state: XRSTOR from an area that holds none of it. */
static void clean(void)
{
	struct {
		uint8_t legacy[512], header[64];
	} area __attribute__((aligned(64)));

	if (!__builtin_cpu_supports("avx"))
		return;
	memset(&area, 0, sizeof(area));
	__asm__ volatile("stmxcsr %0" : "=m"(area.legacy[24])); /* is loaded in any case */
	__asm__ volatile("xrstor %0" : : "m"(area), "a"(STATE_AVX | STATE_AVX512), "d"(0) : CLOBBERED);
}

/* Some processors say of a part that it is in use whatever is in it. */
static unsigned always_in_use;

static int check(enum kind kind)
{
	unsigned now = in_use(), wanted = kinds[kind].in_use | always_in_use;

	if (now && now != wanted)
		return bench_fail(EPROTO, "vector state in use is 0x%x in place of 0x%x", now, wanted);
	return 0;
}

static void prepare(void)
{
	clean();
	always_in_use = in_use() & ~STATE_SSE;
}

#elif defined(__aarch64__)

#define OF_32(op) \
	op(0) op(1) op(2) op(3) op(4) op(5) op(6) op(7) op(8) op(9) op(10) op(11) op(12) op(13) op(14) \
	op(15) op(16) op(17) op(18) op(19) op(20) op(21) op(22) op(23) op(24) op(25) op(26) op(27) op(28) \
	op(29) op(30) op(31)
#define CLOBBERED \
	"v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", \
	"v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", \
	"v28", "v29", "v30", "v31"
#define SET_V(n) "movi v" #n ".16b, 255\n\t"
#define SET_Z(n) "dup z" #n ".b, -1\n\t"
#define HAS_SVE (1ul << 22) /* HWCAP_SVE */

static void dirty_neon(void)
{
	__asm__ volatile(OF_32(SET_V) : : : CLOBBERED);
}

static void dirty_sve(void)
{
	__asm__ volatile(".arch_extension sve\n\t" OF_32(SET_Z) "ptrue p0.b\n\tsetffr" : : : CLOBBERED);
}

static const struct {
	void (*dirty)(void);
} kinds[KINDS] = {
	[NEON] = { dirty_neon },
	[SVE] = { dirty_sve },
};

static const char *lacking(enum kind kind)
{
	if (kind == SVE && !(getauxval(AT_HWCAP) & HAS_SVE))
		return "this processor, or the kernel's support for it, lacks them";
	return kinds[kind].dirty ? NULL : "registers of x86-64; this is aarch64";
}

static int check(enum kind kind)
{
	(void)kind;
	return 0;
}

static void clean(void)
{
}

static void prepare(void)
{
}

#else

static const struct {
	void (*dirty)(void);
} kinds[KINDS];

static const char *lacking(enum kind kind)
{
	(void)kind;
	return "written for x86-64 and aarch64 only";
}

static int check(enum kind kind)
{
	(void)kind;
	return 0;
}

static void clean(void)
{
}

static void prepare(void)
{
}
#endif

static enum kind chosen;

static int open_dirty_pipes(struct pingpong *p)
{
	p->before_write = kinds[chosen].dirty;
	return pingpong_open_pipes(p);
}

static int setup(void **state, enum kind kind)
{
	const char *why = lacking(kind);

	if (why)
		return bench_skip("%s", why);
	chosen = kind;
	prepare();
	return pingpong_new(state, open_dirty_pipes, PARTNER_PROCESS);
}

static int setup_sse(void **state, long param)
{
	(void)param;
	return setup(state, SSE);
}

static int setup_avx2(void **state, long param)
{
	(void)param;
	return setup(state, AVX2);
}

static int setup_avx512(void **state, long param)
{
	(void)param;
	return setup(state, AVX512);
}

static int setup_neon(void **state, long param)
{
	(void)param;
	return setup(state, NEON);
}

static int setup_sve(void **state, long param)
{
	(void)param;
	return setup(state, SVE);
}

static int run(void *state, uint64_t ops)
{
	clean(); /* of what libc has done between the samples */
	int err = pingpong_run(state, ops);

	return err ? err : check(chosen);
}

#define ROUND_TRIP \
	.expect.events[BENCH_SWITCHES] = 2, .run = run, .count = pingpong_count, .teardown = pingpong_teardown

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.vector.sse",
		.what = "ctxsw.pipe.process with the 16 SSE registers filled before each write, and wider "
			"ones unused",
		.setup = setup_sse,
		ROUND_TRIP,
	},
	{
		.name = "ctxsw.vector.avx2",
		.what = "the same with the 16 registers of 256 bits filled; filling them included",
		.setup = setup_avx2,
		ROUND_TRIP,
	},
	{
		.name = "ctxsw.vector.avx512",
		.what = "the same with the 32 registers of 512 bits and the 8 masks filled; filling them "
			"included",
		.setup = setup_avx512,
		ROUND_TRIP,
	},
	{
		.name = "ctxsw.vector.neon",
		.what = "ctxsw.pipe.process with the 32 NEON registers filled before each write",
		.setup = setup_neon,
		ROUND_TRIP,
	},
	{
		.name = "ctxsw.vector.sve",
		.what = "the same with the SVE registers filled; every system call throws their contents "
			"away, by the ABI",
		.setup = setup_sve,
		ROUND_TRIP,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
