"""Nobody can begin a process or a thread for so many seconds: as many as there are is all there may be. Argument: seconds."""
import pathlib
import sys
import time

limit = pathlib.Path("/proc/sys/kernel/threads-max")
before = limit.read_text()
limit.write_text(pathlib.Path("/proc/loadavg").read_text().split()[3].split("/")[1])
try:
    time.sleep(float(sys.argv[1]))
finally:
    limit.write_text(before)
