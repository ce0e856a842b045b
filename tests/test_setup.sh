#!/bin/sh
# run.sh on machines that lack things: invented package managers and compilers, no network.
set -u

real_path=$PATH
sandbox=$TMPDIR/a\ machine
repo="$sandbox/a repository"
fails=0 checks=0

# What each package brings: a header, a linker flag, a command.
shop='gcc cc -fsanitize
make make
libc6-dev stdio.h -static
glibc-devel stdio.h
glibc-static -static
glibc-devel-static -static
musl-dev stdio.h -static
glibc stdio.h -static
linux-libc-dev perf_event.h
kernel-headers perf_event.h
linux-headers perf_event.h
linux-api-headers perf_event.h
linux-glibc-devel perf_event.h
libhwloc-dev hwloc.h
hwloc-devel hwloc.h
hwloc-dev hwloc.h
hwloc hwloc.h
libpfm4-dev pfmlib.h
libpfm-devel pfmlib.h
libpfm pfmlib.h
gnuplot-nox gnuplot
gnuplot-minimal gnuplot
gnuplot gnuplot
shellcheck shellcheck
ShellCheck shellcheck
jq jq
libxml2-utils xmllint
libxml2 xmllint
libxml2-tools xmllint
strace strace
bubblewrap bwrap
sqlite3 sqlite3
sqlite sqlite3
libasan -fsanitize
libubsan
qemu-system-x86 qemu-system-x86_64
qemu-system-arm qemu-system-aarch64
cpio cpio
gcc-aarch64-linux-gnu aarch64-linux-gnu-gcc
libc6-dev-arm64-cross arm64-stdio.h
user-mode-linux linux.uml'

check() { # WHAT, then a command that has to succeed
	what=$1
	shift
	checks=$((checks + 1))
	"$@" && return
	fails=$((fails + 1))
	echo "failed: $scene: $what: $*"
	sed "s/^/    stdout: /" "$sandbox/stdout"
	sed "s/^/    stderr: /" "$sandbox/stderr"
	sed "s/^/    ran: /" "$sandbox/ran"
}
exits() { [ "$status" = "$1" ]; }
says() { grep -qF -- "$1" "$sandbox/stderr"; }
says_nothing() { [ ! -s "$sandbox/stderr" ]; }
prints() { grep -qxF -- "$1" "$sandbox/stdout"; }
no_driver() { ! grep -q '^driver' "$sandbox/stdout"; }
ran() { grep -qxF -- "$1" "$sandbox/ran"; }
ran_nothing() { [ ! -s "$sandbox/ran" ]; }

stub() { # FILE: a program whose text is read from stdin
	{
		echo '#!/bin/sh'
		cat
	} >"$1"
	chmod +x "$1"
}

# machine USER SCENE: a few small tools, run.sh, an invented driver, nothing that oscost needs.
machine() {
	scene=$2
	rm -rf "$sandbox"
	mkdir -p "$repo/lib" "$sandbox/bin" "$sandbox/have" "$sandbox/store" "$sandbox/tmp"
	: >"$sandbox/ran"
	echo "$shop" >"$sandbox/shop"
	cp "$OSCOST_TOP/run.sh" "$repo/"
	cp -R "$OSCOST_TOP/lib/setup" "$repo/lib/"
	for tool in sh env awk cat chmod cksum cp dirname grep ln mkdir mktemp nproc readlink rm \
		sed tail touch; do
		ln -s "$(command -v "$tool")" "$sandbox/bin/$tool"
	done
	echo "echo $1" | stub "$sandbox/bin/id"
	stub "$sandbox/store/cc" <<-'END'
		want="$* $(cat)"
		case $want in
		*'#include'*) want=${want##*[</]} want=${want%>} ;;
		*-static*) want=-static ;;
		*-fsanitize*) want=-fsanitize ;;
		esac
		[ -e "$SANDBOX/have/$want" ]
	END
	ln -s "$(command -v make)" "$sandbox/store/make"
	for tool in gnuplot shellcheck jq xmllint sqlite3 strace bwrap qemu-system-x86_64 qemu-system-aarch64 cpio linux.uml; do
		echo : | stub "$sandbox/store/$tool"
	done
	# shellcheck disable=SC2016
	echo '[ -e "$SANDBOX/have/arm64-stdio.h" ]' | stub "$sandbox/store/aarch64-linux-gnu-gcc"
	stub "$sandbox/store/manager" <<-'END'
		echo "${0##*/} $*" >>"$SANDBOX/ran"
		case " $* " in *' update '* | *' -Sy '*) rm -f "$SANDBOX/stale"; exit 0 ;; esac
		[ ! -e "$SANDBOX/stale" ] || { echo 'no such package in old lists'; exit 100; }
		for word; do
			case $word in -* | install | add) continue ;; esac
			grep -q "^$word\( \|$\)" "$SANDBOX/shop" ||
				{ echo "no package $word"; exit 100; }
		done
		for word; do
			sed -n "s/^$word //p" "$SANDBOX/shop" | while read -r things; do
				for thing in $things; do
					touch "$SANDBOX/have/$thing"
					[ ! -e "$SANDBOX/store/$thing" ] ||
						ln -sf "$SANDBOX/store/$thing" "$SANDBOX/bin/$thing"
				done
			done
		done
	END
	printf "%s\n" 'all: build/oscost' 'build/oscost: driver.sh; cp driver.sh $@' \
		"check: all; @(echo 'checked <\$(TESTS)>')" >"$repo/Makefile"
	stub "$repo/driver.sh" <<-'END'
		printf 'driver'
		printf ' <%s>' "$@"
		printf '\nin %s\nresults %s\n' "$PWD" "$OSCOST_RESULTS"
	END
}

manager() { ln -s ../store/manager "$sandbox/bin/$1"; }

sudo_that() { # works or asks
	[ "$1" = works ] || set -- asks exit 1
	stub "$sandbox/bin/sudo" <<-END
		${2-} ${3-}
		[ "\$1" = -n ] && exit
		echo "sudo \$*" >>"\$SANDBOX/ran"
		"\$@"
	END
}

# has PACKAGE...: as if these had been installed before
has() {
	manager stock-up
	SANDBOX=$sandbox PATH=$sandbox/bin "$sandbox/bin/stock-up" "$@"
	: >"$sandbox/ran"
}
has_all() { has gcc make libc6-dev linux-libc-dev libhwloc-dev libpfm4-dev gnuplot-nox; }

# start ARGUMENT...: runs run.sh from another folder
start() {
	: >"$sandbox/ran"
	status=0
	(cd "$sandbox/tmp" &&
		env -i PATH="$sandbox/bin" SANDBOX="$sandbox" TMPDIR="$sandbox/tmp" LC_ALL=C "$@") \
		>"$sandbox/stdout" 2>"$sandbox/stderr" </dev/null || status=$?
}
run=$repo/run.sh

machine 1000 'all is there'
has_all
start "$run"
check 'measures' prints 'driver <measure>'
check 'says that it builds' [ "$(cat "$sandbox/stderr")" = 'building…' ]
check 'stays in the folder of the caller' prints "in $sandbox/tmp"
check 'leaves runs in the repository' prints "results $repo/results"
start "$run" --quick --tag 'two words' --only '*'
check 'options are for measure' prints 'driver <measure> <--quick> <--tag> <two words> <--only> <*>'
check 'is silent when nothing is to be done' says_nothing
start "$run" compare 'a b' ''
check 'passes a subcommand on' prints 'driver <compare> <a b> <>'
for word in -h --help --version help; do
	start "$run" "$word"
	check 'passes help and version on' prints "driver <$word>"
done
start "$run" --no-install --quick
check 'keeps --no-install to itself' prints 'driver <measure> <--quick>'
start "$run" --no-install
check 'keeps a lone --no-install to itself' prints 'driver <measure>'
start env OSCOST_RESULTS=here "$run" list
check 'leaves runs where it is told' prints 'results here'
ln -s "$run" "$sandbox/tmp/link"
start ./link list
check 'can be started through a link' prints "results $repo/results"
start "$run" test one 'two'
check 'looks for what the tests need' says 'shellcheck: missing'
check 'runs the tests' prints 'checked <one two>'
echo '# a new line' >>"$repo/lib/setup/packages.tsv"
rm "$sandbox/have/hwloc.h"
start "$run" list
check 'looks again when the table changed' exits 2
check 'says what is missing' says 'missing: hwloc'

machine 0 'root, Debian without package lists'
touch "$sandbox/stale"
manager apt-get
start "$run" list
install='apt-get install -y --no-install-recommends'
packages='gcc make libc6-dev linux-libc-dev libhwloc-dev libpfm4-dev gnuplot-nox'
guests='qemu-system-x86 cpio qemu-system-arm gcc-aarch64-linux-gnu libc6-dev-arm64-cross user-mode-linux'
check 'shows the command' says "running: env DEBIAN_FRONTEND=noninteractive $install $packages"
check 'fetches lists' ran 'apt-get update'
check 'installs' ran "$install $packages"
check 'goes on' prints 'driver <list>'
start "$run" list
check 'does it once' ran_nothing
check 'is silent then' says_nothing
start "$run" test
check 'installs for the tests' ran "$install shellcheck jq libxml2-utils sqlite3 strace bubblewrap $guests"
start "$run" test
check 'does that once too' ran_nothing

while read -r name command; do
	machine 0 "root, $name"
	manager "$name"
	start "$run" list
	check 'installs' ran "$name $command"
	check 'goes on' prints 'driver <list>'
	start "$run" list
	check 'does it once' ran_nothing
done <<'END'
dnf install -y --setopt=install_weak_deps=False gcc make glibc-devel kernel-headers hwloc-devel libpfm-devel glibc-static gnuplot-minimal
apk add --no-cache gcc make musl-dev linux-headers hwloc-dev gnuplot
pacman -S --needed --noconfirm gcc make glibc linux-api-headers hwloc libpfm gnuplot
zypper --non-interactive install --no-recommends gcc make glibc-devel linux-glibc-devel hwloc-devel libpfm-devel glibc-devel-static gnuplot
END

machine 0 'root, Arch without package lists'
touch "$sandbox/stale"
manager pacman
start "$run" list
check 'fetches lists' ran 'pacman -Sy'
check 'goes on' prints 'driver <list>'

machine 0 'root, no libpfm4 in this system'
manager apk
start "$run" list
check 'says what is lost' says 'libpfm4: missing, so no hardware counters'
check 'goes on' prints 'driver <list>'

machine 0 'root, gnuplot cannot be installed'
manager apt-get
sed -i '/^gnuplot/d' "$sandbox/shop"
start "$run" list
check 'installs the rest' ran 'apt-get install -y --no-install-recommends libpfm4-dev'
check 'says so' says 'gnuplot-nox could not be installed'
check 'says what is lost' says 'gnuplot: missing, so no pictures'
check 'goes on' prints 'driver <list>'

machine 0 'root, hwloc cannot be installed'
manager apt-get
sed -i '/hwloc/d' "$sandbox/shop"
start "$run" list
check 'gives up' exits 2
check 'says so' says 'could not be installed'
check 'shows why' says 'no package libhwloc-dev'
check 'starts nothing' no_driver

machine 0 'root who forbids it'
manager apt-get
for forbid in 'OSCOST_NO_INSTALL=1' 'OSCOST_NO_INSTALL=yes'; do
	start env "$forbid" "$run" list
	check 'gives up' exits 2
	check 'installs nothing' ran_nothing
done
start "$run" --no-install list
check 'gives up' exits 2
check 'installs nothing' ran_nothing
check 'says what to type' says "    apt-get update && $install $packages"
check 'starts nothing' no_driver

machine 1000 'user without sudo'
manager apt-get
start "$run"
check 'gives up' exits 2
check 'installs nothing' ran_nothing
check 'names what is missing' \
	says "missing: a C compiler, make, the C library's headers, the kernel's headers, hwloc"
check 'says who has to type it' says 'type this as root'
check 'says what to type' says "    apt-get update && $install $packages"
start "$run" --help
check 'helps all the same' \
	prints '  ./run.sh test [NAME...]     sets up what the tests need and runs them'
check 'helps without a word more' says_nothing
start "$run" help test
check 'helps on what is its own' \
	prints '  ./run.sh test [NAME...]     sets up what the tests need and runs them'

machine 1000 'user with sudo that asks for a password'
manager apt-get
sudo_that asks
start "$run"
check 'gives up' exits 2
check 'installs nothing' ran_nothing
check 'says what to type' says "    sudo apt-get update && sudo $install $packages"

machine 1000 'user with sudo that works'
manager apt-get
sudo_that works
start "$run" list
check 'shows the command' says 'running: sudo env DEBIAN_FRONTEND=noninteractive apt-get install'
check 'installs by sudo' ran "sudo env DEBIAN_FRONTEND=noninteractive $install $packages"
check 'goes on' prints 'driver <list>'

machine 1000 'user, only gnuplot is missing'
manager dnf
has_all
rm "$sandbox/bin/gnuplot"
start "$run" list
check 'says what is lost' says 'gnuplot: missing, so no pictures'
check 'says what to type' says '    dnf install -y --setopt=install_weak_deps=False gnuplot-minimal'
check 'goes on' prints 'driver <list>'

machine 0 'no package manager'
start "$run"
check 'gives up' exits 2
check 'names what is missing' says 'missing: a C compiler, make'
check 'says what to do' says 'install it by hand'

machine 1000 'a broken build'
has_all
printf 'all:\n\t@echo the reason; exit 1\n' >"$repo/Makefile"
start "$run"
check 'gives up' exits 2
check 'shows why' says '    the reason'
check 'says where all of it is' says "$repo/build/build.log"
check 'looks at the packages again next time' [ ! -e "$repo/build/.setup" ]

machine 1000 'a folder that cannot be written'
has_all
: >"$repo/build"
start "$run"
check 'gives up' exits 2
check 'says why' says "cannot write to $repo/build"
rm "$sandbox/have/hwloc.h"
start "$run"
check 'says first what is missing' says 'missing: hwloc'
start "$run" test
check 'gives up before the tests too' exits 2

machine 1000 'user without sudo and without QEMU'
manager apt-get
has_all
for tool in uname grep mv; do ln -s "$(command -v "$tool")" "$sandbox/bin/$tool"; done
start "$run" vm --arch x86_64 --kernel debian:6.1
check 'gives up' exits 2
check 'names what is missing' says 'missing: QEMU for x86-64, cpio'
check 'says what to type' says "    apt-get update && $install qemu-system-x86 cpio"
check 'installs nothing' ran_nothing
start "$run" vm --help
check 'helps all the same' exits 0

machine 0 'root without QEMU'
manager apt-get
has_all
for tool in uname grep mv; do ln -s "$(command -v "$tool")" "$sandbox/bin/$tool"; done
start "$run" vm --arch x86_64 --kernel none
check 'installs it' ran "$install qemu-system-x86 cpio"
check 'and goes on' says 'there is no kernel file none'

PATH=$real_path
echo "$checks checks"
[ "$fails" = 0 ]
