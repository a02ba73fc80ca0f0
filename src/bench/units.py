"""Units of the machine that is measured in, and what they cost: each has a control group of its own, which counts for it."""
import os
import subprocess
import time
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")


def run(*command):
    """Runs a command to its end and gives what it printed; one that fails ends the measurement."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"cannot run {' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


class Unit:
    """A unit that runs; its figures are those of all processes in it."""

    def __init__(self, name):
        self.name = name
        self.group = GROUPS / run("systemctl", "show", "--property=ControlGroup", "--value", name).strip().lstrip("/")

    @staticmethod
    def start(name, *command):
        """A program as a unit of its own, with room for many connections."""
        run("systemd-run", "--quiet", "--collect", f"--unit={name}", "--property=LimitNOFILE=65536", "--property=LimitCORE=0", *command)
        return Unit(name)

    def stop(self):
        run("systemctl", "stop", self.name)

    def processor_seconds(self):
        """In user and kernel mode, since the unit was started."""
        for line in (self.group / "cpu.stat").read_text().splitlines():
            if line.startswith("usage_usec "):
                return int(line.split()[1]) / 1e6
        raise SystemExit(f"cannot tell what {self.name} used: no usage_usec in {self.group}/cpu.stat")

    def processes(self, without=()):
        """The numbers of its processes, less those of programs with such a name."""
        numbers = [int(number) for number in (self.group / "cgroup.procs").read_text().split()]
        return [number for number in numbers if program(number) not in without]

    def memory(self, without=()):
        """Resident, proportional and private size of its processes together in MiB, and how much of the first is of no file: the rest can be read anew."""
        sizes = {"Rss:": 0, "Pss:": 0, "Private_Clean:": 0, "Private_Dirty:": 0, "Anonymous:": 0}
        for number in self.processes(without):
            for line in told(f"/proc/{number}/smaps_rollup").splitlines():
                word = line.split()
                if word[0] in sizes:
                    sizes[word[0]] += int(word[1])
        rss, pss, clean, dirty, anonymous = (kibibytes / 1024 for kibibytes in sizes.values())
        return {"rss": round(rss, 1), "pss": round(pss, 1), "uss": round(clean + dirty, 1), "anonymous": round(anonymous, 1)}


def told(file):
    """What the kernel tells of a process, empty if it has ended."""
    try:
        return Path(file).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def program(number):
    """What a process runs, empty if it has ended."""
    return told(f"/proc/{number}/comm").strip()


def busy_seconds():
    """What all processors of the host did since its boot, whoever it was for."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / 100


class Strangers:
    """Percent of one processor that was used by what is neither in this machine nor started by this measurement."""

    def __init__(self):
        self.begin, self.before = time.monotonic(), self.used()

    @staticmethod
    def used():
        own = os.times()
        inside = int((GROUPS / "cpu.stat").read_text().split("usage_usec ", 1)[1].split("\n", 1)[0]) / 1e6
        return busy_seconds() - inside - own.user - own.system - own.children_user - own.children_system

    def percent(self):
        return max(0, 100 * (self.used() - self.before) / (time.monotonic() - self.begin))


def watch(unit, others, seconds):
    """What a unit costs in that time. `others` are the servers and drivers that the measurement itself needs."""
    everybody = [unit, *others]
    begin, busy, used = time.time(), busy_seconds(), [one.processor_seconds() for one in everybody]
    time.sleep(seconds)
    end = time.time()
    used = [one.processor_seconds() - before for one, before in zip(everybody, used)]
    busy = busy_seconds() - busy
    took = end - begin
    return {
        "begin": begin, "end": end, "seconds": took, "processor_seconds": used[0],
        "processor_percent": 100 * used[0] / took, "strangers_percent": max(0, 100 * (busy - sum(used)) / took),
        **unit.memory()}
