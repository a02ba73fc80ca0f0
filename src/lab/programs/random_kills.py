"""Kills upkeepd again and again, at moments drawn by chance, while services and files go and come back. Arguments: SEED KILLS SERVICES FILES.

Services are svc-NN.service, files /run/lab/files/file-NNN. Each goes TIMES times at most, so that none is unstable, docs/alerts.md, and is
there again at the end. Prints for each kill how old the process was, in seconds.
"""
import heapq
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

TIMES = 3
LONGEST_LIFE = 2.6  # seconds from when a process is seen; it is ready after about one
AWAY = (0.1, 6)
LEAST_PAUSE = 4     # from one's return to its next going

seed, kills, services, files = (int(word) for word in sys.argv[1:5])
over = threading.Event()


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


GROUP = pathlib.Path("/sys/fs/cgroup" + said("systemctl", "show", "--property=ControlGroup", "--value", "upkeepd.service"), "cgroup.procs")


def upkeepd():
    """Its pid, or 0 while there is none."""
    try:
        return min((int(pid) for pid in GROUP.read_text().split()), default=0)
    except OSError:
        return 0


def change(name, goes):
    if name.startswith("svc"):
        said("systemctl", *(["kill", "--signal=KILL"] if goes else ["start"]), name + ".service")
    elif goes:
        os.unlink("/run/lab/files/" + name)
    else:
        pathlib.Path("/run/lab/files/" + name).touch()


def change_all(names, seconds):
    """Spreads all goings over so many seconds; once it is over nothing goes any more, and all comes back."""
    chance = random.Random(seed + 1)
    share = seconds / TIMES
    due = [(time.monotonic() + chance.uniform(0, share), name, True, TIMES - 1) for name in names]
    heapq.heapify(due)
    while due:
        at, name, goes, left = heapq.heappop(due)
        over.wait(max(0, at - time.monotonic()))
        if goes and over.is_set():
            continue
        change(name, goes)
        if goes:
            heapq.heappush(due, (time.monotonic() + chance.uniform(*AWAY), name, False, left))
        elif left > 0:
            heapq.heappush(due, (time.monotonic() + LEAST_PAUSE + chance.uniform(0, share), name, True, left - 1))


def kill_all():
    chance = random.Random(seed)
    last = 0
    for _ in range(kills):
        while (pid := upkeepd()) in (0, last):
            time.sleep(0.01)
        seen = time.monotonic()
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(pid, signal.SIGKILL)
        print(f"{time.monotonic() - seen:.3f}", flush=True)
        last = pid


names = [f"svc-{number:02}" for number in range(services)] + [f"file-{number:03}" for number in range(files)]
changing = threading.Thread(target=change_all, args=[names, kills * (1.2 + LONGEST_LIFE / 2)])
changing.start()
try:
    kill_all()
finally:
    over.set()
    changing.join()
