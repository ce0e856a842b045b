# Builds oscost into build/: the driver, one program per file of bench/, and what they need beside them.
#
#   make            everything            make check      the tests
#   make check-faults   faults produced for real; FAULTS=NAME: of tests/faults/NAME.sh, LONG=1: more of each
#   make bench-analysis   how long summary, compare and history take at several sizes
#   make static     the same, linked statically            make install PREFIX=/usr/local DESTDIR=
#   V=1 shows the commands.

CC ?= cc
PREFIX ?= /usr/local
BUILD ?= build
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE -Ilib $(WARN) $(CPPFLAGS) $(CFLAGS)
DEPS = -MMD -MP

# libpfm4 is not packaged everywhere: without it there are no counters, and doctor says so.
HAVE_PFM := $(shell echo '\#include <perfmon/pfmlib_perf_event.h>' | $(CC) $(CPPFLAGS) $(CFLAGS) -E - >/dev/null 2>&1 && echo yes)
ifeq ($(HAVE_PFM),yes)
PFM_LIBS = -lpfm
else
MODULE_CFLAGS = -DOSCOST_NO_PFM
endif
DRIVER_LIBS = -lhwloc $(PFM_LIBS) -lm
# -z now: a forked child would look each function up anew, and its parent pay for that.
BENCH_LIBS = -lm -pthread -Wl,-z,now
# Where a loop lies decides by chance how fast it runs: the timed ones all begin a cache line.
TIMED_CFLAGS = -falign-functions=64 -falign-loops=64

V ?= 0
ifeq ($(V),0)
say = @echo '  $(1) $(2)';
endif

MODULES = harness stats record machine
OBJ = $(BUILD)/obj
module_objects = $(patsubst lib/%.c,$(1)/%.o,$(wildcard lib/$(2)/*.c))
HARNESS = $(call module_objects,$(OBJ),harness)
# The driver shares the clock and the probe of the core.
DRIVER = $(foreach m,stats record machine oscost,$(call module_objects,$(OBJ),$(m))) $(OBJ)/harness/clock.o $(OBJ)/harness/chain.o
BENCHES = $(patsubst bench/%.c,$(BUILD)/bench/%,$(wildcard bench/*.c))
# bench/child/NAME.c has no libc. NAME_any.c becomes three programs: NAME_bare without it, NAME_dynamic, and
# NAME_static where libc can be linked so.
HAVE_STATIC := $(findstring /,$(shell $(CC) -print-file-name=libc.a 2>/dev/null))
CHILD_LINKS = bare dynamic $(if $(HAVE_STATIC),static)
CHILDREN = $(patsubst bench/child/%.c,$(BUILD)/child/%,$(filter-out %_any.c,$(wildcard bench/child/*.c)) \
	$(foreach link,$(CHILD_LINKS),$(patsubst %_any.c,%_$(link).c,$(wildcard bench/child/*_any.c))))
SHARED = $(patsubst plots/%,$(BUILD)/share/%,$(wildcard plots/*.gp)) \
	$(patsubst lib/oscost/%,$(BUILD)/share/%,$(wildcard lib/oscost/*.tsv))
# Facts of mechanism, tried one by one; plain programs.
FACTS = $(patsubst bench/%.c,$(BUILD)/%,$(wildcard bench/fact/*.c))

all: $(BUILD)/oscost $(BENCHES) $(CHILDREN) $(FACTS) $(SHARED)

$(BUILD)/oscost: $(DRIVER)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(DRIVER_LIBS)

# ONE_BENCH=yes, for bundles: all benchmarks are one program under many names, since most of each would be the
# same static C library.
ONE_BENCH ?= no
ifeq ($(ONE_BENCH),yes)
ONE = $(OBJ)/one
$(BENCHES): $(BUILD)/bench.all
	@mkdir -p $(@D)
	@ln -f $< $@

$(BUILD)/bench.all: $(ONE)/one_bench.o $(patsubst bench/%.c,$(ONE)/%.o,$(wildcard bench/*.c)) $(HARNESS)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS)

$(ONE)/%.o: bench/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(TIMED_CFLAGS) -Dbench_program=bench_program_$* $(DEPS) -c -o $@ $<

$(ONE)/one_bench.o: lib/setup/one_bench.c $(wildcard bench/*.c)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(DEPS) -c -o $@ $< \
		-DBENCH_NAMES='$(patsubst bench/%.c,BENCH(%),$(wildcard bench/*.c))'
else
$(BENCHES): $(BUILD)/bench/%: $(OBJ)/bench/%.o $(HARNESS)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS)
endif

$(OBJ)/bench/%.o: bench/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(TIMED_CFLAGS) $(DEPS) -c -o $@ $<

$(OBJ)/machine/fingerprint_host.o: MODULE_CFLAGS += -DOSCOST_COMPILER='"$(shell $(CC) --version | head -n 1)"' -DOSCOST_CFLAGS='"$(CFLAGS)"'
$(OBJ)/harness/%.o: MODULE_CFLAGS += $(TIMED_CFLAGS)
$(OBJ)/%.o: lib/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(MODULE_CFLAGS) $(DEPS) -c -o $@ $<

# No libc: the same program on every distribution.
CHILD_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARN) -O2
BARE_CFLAGS = -static -nostdlib -fno-stack-protector
$(BUILD)/child/%: bench/child/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CHILD_CFLAGS) $(BARE_CFLAGS) -o $@ $<
$(BUILD)/child/%_bare: bench/child/%_any.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CHILD_CFLAGS) $(BARE_CFLAGS) -DBARE -o $@ $<
$(BUILD)/child/%_static: bench/child/%_any.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CHILD_CFLAGS) -static -o $@ $<
$(BUILD)/child/%_dynamic: bench/child/%_any.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CHILD_CFLAGS) -o $@ $<

$(BUILD)/fact/%: bench/fact/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) $(DEPS) $(LDFLAGS) -o $@ $< -pthread

$(BUILD)/share/%.gp: plots/%.gp
	@mkdir -p $(@D)
	@cp $< $@
$(BUILD)/share/%.tsv: lib/oscost/%.tsv
	@mkdir -p $(@D)
	@cp $< $@

# Tests: each file of tests/test_*.c with the modules, under the sanitizers.
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined
TEST_PROGRAMS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))
TESTED = $(filter-out %/main.o,$(foreach m,$(MODULES) oscost,$(call module_objects,$(OBJ)/sanitized,$(m))))

# What the shell tests call.
HELPERS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/helper_*.c))
# What they preload.
SHIMS = $(patsubst tests/%.c,$(BUILD)/tests/%.so,$(wildcard tests/shim_*.c))
# Benchmarks that misbehave on purpose.
FALSE = $(patsubst tests/%.c,$(BUILD)/tests/bench/%,$(wildcard tests/bench_*.c))

# Proves the method by measuring (longer than CI allows): make prove, make prove PARTS="aa inject"
# Beside share/, which they read.
PROVERS = $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/prove_*.c))
prove: all $(FALSE) $(PROVERS)
	@sh tests/prove.sh $(PARTS)

# Fuzz harnesses, further down.
FUZZ_CC ?= clang
FUZZ_SOURCES = $(wildcard tests/fuzz/fuzz_*.c)
FUZZERS = $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/fuzz/%,$(FUZZ_SOURCES))
REPLAYS = $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/%,$(FUZZ_SOURCES))

tests: all $(TEST_PROGRAMS) $(FALSE) $(HELPERS) $(PROVERS) $(REPLAYS) $(BUILD)/tests/oscost-sanitized $(SHIMS)
# The fuzzers are built ahead, so that their time is not the test's.
check: tests
	@if [ -n "$(if $(TESTS),$(findstring fuzz,$(TESTS)),all)" ] && FUZZ_CC="$(FUZZ_CC)" sh tests/fuzz_possible.sh; then \
		$(MAKE) --no-print-directory $(FUZZERS); fi
	@sh tests/run.sh $(TESTS)

# Hostile machines and faults, produced for real; LONG=1: more of each.
check-faults: tests
	@LONG=$(LONG) sh tests/faults.sh $(FAULTS)

$(OBJ)/sanitized/%.o: lib/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) -O1 $(SANITIZE) $(MODULE_CFLAGS) $(DEPS) -c -o $@ $<
$(TEST_PROGRAMS): $(BUILD)/tests/%: tests/%.c $(TESTED)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -O1 $(SANITIZE) -Itests $(DEPS) -o $@ $< $(TESTED) $(DRIVER_LIBS) -pthread

$(HELPERS): $(BUILD)/tests/%: tests/%.c
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -o $@ $<
$(PROVERS): $(BUILD)/%: tests/%.c $(filter-out %/main.o,$(DRIVER))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -Itests $(DEPS) -o $@ $< $(filter-out %/main.o,$(DRIVER)) $(DRIVER_LIBS)
$(SHIMS): $(BUILD)/tests/%.so: tests/%.c
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $<
$(FALSE): $(BUILD)/tests/bench/%: tests/%.c $(HARNESS)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(DEPS) -o $@ $< $(HARNESS) $(BENCH_LIBS)

# Fuzzing: tests/fuzz/fuzz_NAME.c by libFuzzer into build/fuzz/NAME, and into build/tests/fuzz/NAME, which
# only tries the files that it is given. What a harness puts in the place of functions: a line of its file or of a tree*.h.
# FUZZ_TRACE=-fno-sanitize-coverage=trace-cmp: twice as many executions a second, blind to what is compared.
FUZZ_TRACE ?=
FUZZ_FLAGS = -O2 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined $(FUZZ_TRACE)
FUZZED = $(patsubst $(OBJ)/sanitized/%,$(OBJ)/fuzz/%,$(TESTED))
# In place of __wrap_NAME the linker would call NAME.
fuzz_own = $(wildcard tests/fuzz/fuzz_$(1).c $(addprefix tests/fuzz/,$(shell sed -n 's/^#include "\(tree[a-z_]*.h\)"$$/\1/p' tests/fuzz/fuzz_$(1).c)))
fuzz_wraps = $(sort $(shell sed -n "s/^[a-zA-Z].*[ *]__wrap_\([a-z_0-9]*\)[^a-z_0-9].*/-Wl,--wrap=\1/p" $(fuzz_own)))

fuzz: $(FUZZERS)
	@echo "run one: build/fuzz/NAME -dict=tests/fuzz/dict/NAME.dict NEW tests/fuzz/corpus/NAME; all: sh tests/fuzz.sh SECONDS"

$(OBJ)/fuzz/%.o: lib/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(FUZZ_CC) $(ALL_CFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link $(MODULE_CFLAGS) $(DEPS) -c -o $@ $<
# A library, so that a harness holds only what it calls: the fuzzer walks over all counters each time.
$(OBJ)/fuzz/modules.a: $(FUZZED)
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $^
$(FUZZERS): $(BUILD)/fuzz/%: tests/fuzz/fuzz_%.c $(OBJ)/fuzz/modules.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(FUZZ_CC) $(ALL_CFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer -Itests/fuzz $(DEPS) $(call fuzz_wraps,$*) -o $@ $< $(OBJ)/fuzz/modules.a $(DRIVER_LIBS)
$(REPLAYS): $(BUILD)/tests/fuzz/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(OBJ)/sanitized/modules.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -O1 $(SANITIZE) -Itests/fuzz $(call fuzz_wraps,$*) -o $@ $< tests/fuzz/replay.c $(OBJ)/sanitized/modules.a $(DRIVER_LIBS)
$(OBJ)/sanitized/modules.a: $(TESTED)
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $^

# The driver under the sanitizers, for tests/memory.sh.
SANITIZED_DRIVER = $(patsubst $(OBJ)/%,$(OBJ)/sanitized/%,$(DRIVER))
$(BUILD)/tests/oscost-sanitized: $(SANITIZED_DRIVER)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -O1 $(SANITIZE) $(LDFLAGS) -o $@ $^ $(DRIVER_LIBS)
memory: all $(BUILD)/tests/oscost-sanitized
	@OSCOST_BUILD=$(BUILD) sh tests/memory.sh

# Static analysis; what is passed over stands in tests/analyze with its reason.
analyze:
	@sh tests/analyze.sh

# How the analysis grows with what it reads.
bench-analysis: all
	@OSCOST_BUILD=$(BUILD) sh tests/bench_analysis.sh

# For machines where nothing can be installed, and for other processors: CC=aarch64-linux-gnu-gcc, with CPPFLAGS
# and LDFLAGS that say where hwloc and libpfm4 for that one are.
static:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static LDFLAGS='-static $(LDFLAGS)' \
		DRIVER_LIBS='lib/setup/no_udev.c $(DRIVER_LIBS)' all

# All for one folder that runs anywhere (lib/setup/bundle.sh), and the first process of a guest.
bundle:
	@$(MAKE) --no-print-directory ONE_BENCH=yes static
	@$(MAKE) --no-print-directory $(BUILD)/guest_init

$(BUILD)/guest_init: $(wildcard lib/setup/guest/*.c lib/setup/guest/*.h)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -static -o $@ $(filter %.c,$^)

LIBDIR = $(DESTDIR)$(PREFIX)/lib/oscost
install: all $(BUILD)/oscost.1
	install -d $(LIBDIR)/bench $(LIBDIR)/child $(LIBDIR)/fact $(LIBDIR)/share $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install $(BUILD)/oscost $(LIBDIR)/oscost
	install $(BENCHES) $(LIBDIR)/bench
	install $(CHILDREN) $(LIBDIR)/child
	install $(FACTS) $(LIBDIR)/fact
	install -m 644 $(SHARED) $(LIBDIR)/share
	install -m 644 $(BUILD)/oscost.1 $(DESTDIR)$(PREFIX)/share/man/man1
	ln -sf ../lib/oscost/oscost $(DESTDIR)$(PREFIX)/bin/oscost

# The man page's list of cases is what the programs say themselves.
$(BUILD)/oscost.1: lib/oscost/oscost.1 $(BUILD)/oscost $(BENCHES)
	@$(BUILD)/oscost list | sed -e 's/\\/\\e/g' -e 's/^[.]/\\&./' >$(BUILD)/cases.txt
	@sed -e '/^@CASES@$$/{' -e 'r $(BUILD)/cases.txt' -e 'd' -e '}' $< >$@

clean:
	rm -rf $(BUILD)

.PHONY: all check check-faults tests fuzz memory analyze bench-analysis prove static bundle install clean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
