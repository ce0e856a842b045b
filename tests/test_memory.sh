#!/bin/sh
# A session of the driver under the sanitizers and under valgrind is clean (the whole of it: make memory).
exec sh "$OSCOST_TOP/tests/memory.sh" quick
