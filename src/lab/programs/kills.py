"""Kills the main process of a service again and again, each time once it is up. Arguments: the unit, and how often.

Prints for each time when the unit ceased to be active for it, in microseconds of the monotonic clock. (The time stamp of
the process itself is gone with the next start, which may come before a slow reader does.)
"""
import os
import signal
import subprocess
import sys
import time

NAMES = ["ActiveState", "MainPID", "ActiveExitTimestampMonotonic"]
SETTLED = 0.05  # seconds that each run is left alone, so that watchers have seen it


def show(unit):
    text = subprocess.run(["systemctl", "show", "--property=" + ",".join(NAMES), unit], capture_output=True, text=True, check=True).stdout
    return dict(line.split("=", 1) for line in text.splitlines())


unit = sys.argv[1]
for _ in range(int(sys.argv[2])):
    now = show(unit)
    while now["ActiveState"] != "active" or now["MainPID"] == "0":
        now = show(unit)
    time.sleep(SETTLED)
    before = now["ActiveExitTimestampMonotonic"]
    os.kill(int(now["MainPID"]), signal.SIGKILL)
    while now["ActiveExitTimestampMonotonic"] == before:
        now = show(unit)
    print(now["ActiveExitTimestampMonotonic"], flush=True)
