"""Gives processes a clock that is ahead, by a library that the C compiler makes of a few lines.

libfaketime is no choice: with it either every sleep of Python fails or every wait with a time-out
takes longer by what the clock is ahead, as it moves the monotonic clock for one of the two only.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

#: The time of day alone: what measures how long something takes goes on as it is.
_SOURCE = """
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t id, struct timespec *now) {
  int failed = syscall(SYS_clock_gettime, id, now);
  if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += AHEAD_S;
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int failed = syscall(SYS_gettimeofday, now, zone);
  if (!failed && now) now->tv_sec += AHEAD_S;
  return failed;
}

time_t time(time_t *seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds) *seconds = now.tv_sec;
  return now.tv_sec;
}
"""


def ahead(folder: Path, seconds: int) -> Mapping[str, str]:
    """The variables that let a process's clock be ahead; none where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return {}
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(_SOURCE)
    options = ("-shared", "-fPIC", "-O2", f"-DAHEAD_S={seconds}", "-o", library)
    subprocess.run([compiler, *options, source], check=True, capture_output=True)
    return {"LD_PRELOAD": str(library)}
