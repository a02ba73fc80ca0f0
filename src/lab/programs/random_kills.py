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
LOOK = 0.02        # seconds
UNREADY = 0.25     # the share of lives that end before upkeepd says that it is ready, as far as they can
# As multiples of how long a start takes, which is about a second; a machine that has much else to do needs longer for all.
STARTING = 2       # at most from the start of a life to its end in these
READY = 2.5        # at most from when upkeepd is ready, in the others
AWAY = (0.1, 6)    # for which something is gone
SPREAD = 4         # of each life, over which what goes in it is spread

seed, kills, services, files = (int(word) for word in sys.argv[1:5])


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def show(name):
    return said("systemctl", "show", "--property=" + name, "--value", "upkeepd.service")


def change(name, goes):
    if name.startswith("svc"):
        said("systemctl", *(["kill", "--signal=KILL"] if goes else ["start"]), name + ".service")
    elif goes:
        os.unlink("/run/lab/files/" + name)
    else:
        pathlib.Path("/run/lab/files/" + name).touch()


class Changes(threading.Thread):
    """Has things go when it is their time, and come back; once it is over nothing goes any more, and all comes back."""

    def __init__(self):
        super().__init__()
        self.due = []
        self.away = set()
        self.pace = 1.0
        self.over = False

    def plan(self, at, name, goes):
        heapq.heappush(self.due, (at, name, goes))

    def run(self):
        chance = random.Random(seed + 1)
        while not self.over or self.due:
            if not self.due or self.due[0][0] > time.monotonic() and not self.over:
                time.sleep(LOOK)
                continue
            _, name, goes = heapq.heappop(self.due)
            if goes and (self.over or name in self.away):
                continue
            change(name, goes)
            (self.away.add if goes else self.away.remove)(name)
            if goes:
                self.plan(time.monotonic() + self.pace * chance.uniform(*AWAY), name, False)


def live(chance, changes):
    """Waits for the moment at which a life ends that has just begun."""
    begin = time.monotonic()
    if chance.random() < UNREADY:
        time.sleep(changes.pace * chance.uniform(0, STARTING))
        return
    while show("ActiveState") != "active":
        time.sleep(LOOK)
    changes.pace = time.monotonic() - begin
    time.sleep(changes.pace * chance.uniform(0, READY))


def kill_all(changes):
    chance = random.Random(seed)
    goings = []
    for _ in range(TIMES):
        goings += chance.sample(names, len(names))
    last = "0"
    for life in range(kills):
        while (pid := show("MainPID")) in ("0", last):
            time.sleep(LOOK)
        seen = time.monotonic()
        for name in goings[len(goings) * life // kills : len(goings) * (life + 1) // kills]:
            changes.plan(seen + changes.pace * chance.uniform(0, SPREAD), name, True)
        live(chance, changes)
        os.kill(int(pid), signal.SIGKILL)
        print(f"{time.monotonic() - seen:.3f}", flush=True)
        last = pid


names = [f"svc-{number:02}" for number in range(services)] + [f"file-{number:03}" for number in range(files)]
changes = Changes()
changes.start()
try:
    kill_all(changes)
finally:
    changes.over = True
    changes.join()
sys.exit(1 if changes.away else 0)
