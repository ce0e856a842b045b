# Makes up a run: layout modes, heavy tails, a drift, one case each that is INVALID, SKIPPED, UNSTABLE.

function rnd() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
# Near normal, deviation 1.
function bell(   i, s) { s = -6; for (i = 0; i < 12; i++) s += rnd(); return s }

function machine(key, value) { print key "\t" value > (folder "/machine.tsv") }

function add(name, param, unit, ns, ops, expected, what,   key) {
	n++
	name_of[n] = name; param_of[n] = param; unit_of[n] = unit; ns_of[n] = ns; ops_of[n] = ops
	expected_of[n] = expected
	printf "%s\t%s\t%s\t%s\t%s\tprogram\t%s\t%s\t%d\n", name, param, unit, what, expected, \
		name == "process.vfork_exit_wait" ? "SKIPPED" : "ok", \
		name == "process.vfork_exit_wait" ? "vfork is not allowed here (EPERM): a seccomp filter forbids it" : "-", \
		name == "ctxsw.pipe.thread" ? 2 : 0 > (folder "/cases.tsv")
}

function sample(i, round, process, s, net_ns, cycles, events) {
	printf "%s\t%s\t%d\t%d\t%d\t%d\t%.0f\t%.10g\t%.10g\t%d\t%s\t-\t%.0f\n", \
		name_of[i], param_of[i], round, process, s, ops_of[i], net_ns * 2.445 + 90, net_ns, cycles, 90, events, cycles * 1.3 > (folder "/samples.tsv")
}

function events_of(i, signals,   sw, ch, sg) {
	sw = ch = sg = 0
	if (expected_of[i] ~ /switches=2/)
		sw = name_of[i] == "ctxsw.pipe.thread" ? 1.02 * ops_of[i] : 2 * ops_of[i]
	if (expected_of[i] ~ /children=1/)
		ch = ops_of[i]
	if (expected_of[i] ~ /signals=1/)
		sg = ops_of[i]
	if (expected_of[i] ~ /signals_hz/)
		sg = signals
	return sprintf("%.0f\t%s\t%d\t%d", sw, expected_of[i] ~ /faults=/ ? 0 : "-", ch, sg)
}

function gap(round, process, kind, start, ns) {
	printf "%d\t%d\t%s\t%.1f\t%.1f\n", round, process, kind, start, ns > (folder "/gaps.tsv")
}

function gaps(round, process,   t, end, next_tick, next_other) {
	next_tick = rnd() * 4e6; next_other = rnd() * 2e6; end = 2.5e8
	while (next_tick < end || next_other < end) {
		if (next_tick < next_other) {
			gap(round, process, "tick", next_tick, 20000 + 900 * bell() + (rnd() < .03 ? 15000 * rnd() : 0))
			next_tick += 4e6
		} else {
			gap(round, process, "other", next_other, 10000 + 10000 * rnd() * rnd())
			next_other += 2e6 + 2000 * bell()
		}
	}
}

BEGIN {
	seed = 20261120
	mode[0] = 450; mode[1] = 466; mode[2] = 479

	print "# oscost machine 1\nkey\tvalue" > (folder "/machine.tsv")
	machine("date", "2026-11-20T11:33:00Z")
	machine("host", "example")
	machine("os", "Debian GNU/Linux 12 (bookworm)")
	machine("kernel.release", "6.8.0-45-generic"); machine("kernel.version", "#45 SMP PREEMPT_DYNAMIC")
	machine("kernel.cmdline", "BOOT_IMAGE=/vmlinuz ro quiet <script>alert(1)</script>")
	machine("kernel.hz", "250"); machine("kernel.tick", "periodic"); machine("kernel.preempt", "voluntary")
	machine("kernel.clocksource", "tsc"); machine("kernel.timer_slack_ns", "50000"); machine("hypervisor", "KVM")
	machine("cpu.vendor", "AuthenticAMD"); machine("cpu.model", "AMD EPYC 7763 64-Core Processor")
	machine("cpu.family", "25"); machine("cpu.microcode", "0xffffffff"); machine("cpu.governor", "-")
	machine("cpu.governor.why", "the guest kernel has no cpufreq driver"); machine("cpu.smt", "on")
	machine("mitigation.meltdown", "Not affected"); machine("mitigation.spectre_v2", "Mitigation: Retpolines; IBPB: conditional")
	machine("libc", "glibc 2.36"); machine("compiler", "gcc 12.2.0"); machine("cflags", "-O2"); machine("oscost.version", "0.1.0")
	machine("memory.total_bytes", "8589934592"); machine("load", "0.12"); machine("steal_share", "0.0003")
	machine("run.seed", "1"); machine("run.rounds", rounds); machine("run.cpu", "1")
	machine("run.cpu.why", "the quietest of 2"); machine("run.budget_s", "60"); machine("run.quick", "no")
	machine("run.complete", "yes"); machine("run.measuring_s", "41.7"); machine("run.timed_share", "0.874")
	machine("run.reruns", "2"); machine("clock.source", "tsc"); machine("clock.ns_per_tick", "0.408997955")
	machine("clock.hz", "2445000000"); machine("clock.error_ppm", "0.4"); machine("clock.read_ticks", "42")
	machine("core.hz", "3493000000"); machine("core.source", "chain"); machine("counters.state", "no-pmu")
	machine("counters.why", "perf_event_open: ENOENT: this virtual machine has no PMU"); machine("counters.list", "INSTRUCTIONS")

	print "# oscost cases 1\ncase\tparam\tunit\twhat\texpected\tprogram\tstatus\treason\treruns" > (folder "/cases.tsv")
	none = "switches=0 faults=0 children=0 signals=0"
	add("call.function", "-", "ns", 1.4, 1000000, none, "A call of an empty function that is not inlined, and its return.")
	add("clock.vdso", "-", "ns", 21.4, 50000, none, "clock_gettime(CLOCK_MONOTONIC) through the vDSO: no kernel entry.")
	add("syscall.nosys", "-", "ns", 101, 10000, none, "An unused system call number: bare entry and exit, ENOSYS.")
	add("syscall.getppid", "-", "ns", 0, 10000, none, "getppid by the raw instruction: entry, a look at the parent, exit.")
	add("syscall.getpid.raw", "-", "ns", 113, 10000, none, "getpid by the raw instruction.")
	add("syscall.getpid.wrapper", "-", "ns", 117, 10000, none, "getpid through syscall(SYS_getpid): adds libc's wrapper.")
	add("syscall.getpid.libc", "-", "ns", 114, 10000, none, "getpid() of libc, which may or may not enter the kernel.")
	add("signal.check", "-", "ns", 640, 1500, none, "The empty loop around signal.self.")
	add("signal.self", "-", "ns", 1490, 700, "switches=0 faults=0 children=0 signals=1", "tgkill to oneself, the handler, sigreturn.")
	add("ctxsw.pipe.process", "-", "ns", 4620, 300, "switches=2 faults=0 children=0 signals=0", "A byte to another process and one back, both on one PU: two switches, two writes, two reads.")
	add("ctxsw.pipe.thread", "-", "ns", 4100, 300, "switches=2 faults=0 children=0 signals=0", "The same between two threads of a process.")
	add("ctxsw.pipe.self", "-", "ns", 610, 1600, none, "A byte written to and read from a pipe of one's own: the pipe work without a switch.")
	add("process.fork", "-", "ns", 96000, 10, "children=1", "fork until it returns in the parent.")
	add("process.fork_exit_wait", "-", "ns", 231000, 5, "children=1", "fork, _exit in the child, waitpid in the parent.")
	add("process.vfork_exit_wait", "-", "ns", 41000, 20, "children=1", "vfork, _exit in the child, waitpid in the parent.")
	add("process.fork_exec_wait", "-", "ns", 612000, 2, "children=1", "fork, execve of a small static program, waitpid.")
	add("process.spawn_wait", "-", "ns", 502000, 2, "children=1", "posix_spawn of the same program, waitpid.")
	add("process.wait", "-", "ns", 1900, 500, "children=1", "waitpid for a child that is a zombie already.")
	add("timer.tick.period", "-", "ns", 4e6, 1, "-", "Time from one tick to the next.")
	add("timer.tick.cost", "-", "ns", 20000, 60, "-", "Time that one tick takes from a loop in user mode.")
	add("timer.tick.share", "-", "%", 0, 1000000000, "-", "Share of the PU that ticks take.")
	add("timer.other.period", "-", "ns", 2e6, 1, "-", "Time between interruptions that are not the tick.")
	add("timer.other.cost", "-", "ns", 13300, 120, "-", "Time that one of them takes.")
	add("timer.other.share", "-", "%", 0, 1000000000, "-", "Share of the PU that they take.")
	add("timer.preempt", "0", "ns", 1e6, 40, none, "A fixed piece of work without a timer.")
	for (rate = 100; rate <= 100000; rate *= 10)
		add("timer.preempt", rate, "ns", 1e6, 40, "switches=0 faults=0 children=0 signals_hz=" rate, \
		    "The same work under an interval timer of " rate " Hz.")

	print "# oscost samples 1\ncase\tparam\tround\tprocess\tsample\tops\tticks\tns\tcore_cycles\toverhead_ticks\tswitches\tfaults\tchildren\tsignals\tdisturbed\tINSTRUCTIONS" > (folder "/samples.tsv")
	print "# oscost gaps 1\nround\tprocess\tkind\tstart_ns\tns" > (folder "/gaps.tsv")
	for (round = 1; round <= rounds; round++) {
		freq = 3.493 + .01 * bell()
		for (i = 1; i <= n; i++) {
			if (name_of[i] == "process.vfork_exit_wait")
				continue
			process++
			layout = mode[int(rnd() * 3)]
			offset = 1 + .004 * bell()
			if (name_of[i] == "process.spawn_wait")
				offset = 1 + .9 * rnd()
			if (name_of[i] == "process.fork")
				offset *= 1 + .03 * round / rounds
			if (name_of[i] == "timer.tick.cost")
				gaps(round, process)
			for (s = 1; s <= samples; s++) {
				noise = 1 + .002 * bell() + (rnd() < .02 ? .3 * rnd() : 0)
				ns = ns_of[i] * offset * noise
				if (name_of[i] == "syscall.getppid")
					ns = layout * noise / freq * .88
				if (name_of[i] == "timer.tick.period")
					ns = 4e6 * (1 + .00001 * bell())
				if (name_of[i] == "timer.tick.share")
					ns = .005 * offset
				if (name_of[i] == "timer.other.share")
					ns = .0066 * offset
				signals = 0
				if (name_of[i] == "timer.preempt" && param_of[i] > 0) {
					# t seconds of elapsed time hold t * rate signals of 2.1 us each
					t = ns * ops_of[i] / (1 - param_of[i] * 2100 / 1e9) / 1e9
					signals = int(t * param_of[i] + .5)
					ns = ns + signals * 2100 / ops_of[i]
				}
				sample(i, round, process, s, ns * ops_of[i], ns * ops_of[i] * freq, events_of(i, signals))
			}
		}
	}
}
