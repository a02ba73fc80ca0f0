"""
Measures what upkeep takes when it is there and has little to do: on the disk, in memory, of the processor; and how fast it starts. Beside
it Monit, Supervisor with httpok and PM2, side by side in one machine, since each is counted by its own control group. Prints a line of
JSON for each measurement; notes go to standard error.
"""
import json
import sys
import time
from pathlib import Path
import peers
import upkeep_specs
from endpoints import WEB, Web, host
from sizes import sizes
from units import Strangers, Unit, run

QUICK = "--quick" in sys.argv[1:]
PERIOD, TIMEOUT, CYCLE = 10, 5, 5
SERVICES, STORM = 20, 200
COUNTS = (1, 100, 1_000)
# Each httpok is a process of some 30 MiB.
ROOM = int(Path("/proc/meminfo").read_text().split("MemAvailable:")[1].split()[0]) / 1024**2
MOST_HTTPOK = 10 if QUICK or ROOM < 6 else 100
SETTLING, CHECKING = (5, 5) if QUICK else (90, 120)
IDLE = 10 if QUICK else 60
# What Debian's own configuration of Monit says.
IDLE_CYCLE = 120
STARTS = 3 if QUICK else 10
# What is started for others to look after; it is not theirs.
CHILDREN = ("sleep",)


def tell(what, **figures):
    print(json.dumps({"what": what, **figures}), flush=True)


def note(text):
    print(text, file=sys.stderr, flush=True)


# ---- start ----

def start_seconds():
    """From the process to READY=1, by systemd's clock."""
    run("systemctl", "restart", "upkeepd")
    shown = run("systemctl", "show", "--property=ExecMainStartTimestampMonotonic,ActiveEnterTimestampMonotonic", "upkeepd")
    at = {name: int(value) for name, value in (line.split("=") for line in shown.splitlines())}
    return (at["ActiveEnterTimestampMonotonic"] - at["ExecMainStartTimestampMonotonic"]) / 1e6


# ---- idle ----

def switches(unit):
    """How often each thread of a unit has given up the processor by itself, which it does once for each time it was woken."""
    found = {}
    for process in unit.processes(CHILDREN):
        for status in Path(f"/proc/{process}/task").glob("*/status"):
            try:
                found[status.parent.name] = int(status.read_text().split("\nvoluntary_ctxt_switches:", 1)[1].split("\n", 1)[0])
            except (OSError, IndexError):
                pass  # it has ended
    return found


def idle(units):
    """The processor time and wake-ups of each in the same minute, with 20 services and nothing to look at."""
    before = {name: (unit.processor_seconds(), switches(unit)) for name, unit in units.items()}
    time.sleep(IDLE)
    for name, unit in units.items():
        used, woken = before[name]
        now = switches(unit)
        tell("idle", program=name, services=SERVICES, seconds=IDLE, processor_percent=100 * (unit.processor_seconds() - used) / IDLE,
             wakeups=sum(count - woken.get(thread, 0) for thread, count in now.items()) / IDLE, threads=len(now), **unit.memory(CHILDREN))


def sleepers_elsewhere():
    """The same number of sleeping services below each of the others; Monit is given those of upkeep to look at, by their numbers."""
    names = [f"s{n}" for n in range(SERVICES)]
    lines = []
    for name in names:
        file = peers.RUN / f"{name}.number"
        file.write_text(run("systemctl", "show", "--property=MainPID", "--value", name))
        lines.append(f"check process {name} with pidfile {file}\n")
    units = {"Monit": peers.monit("monit", IDLE_CYCLE, lines)}
    sections = {f"program:{name}": ["command=/usr/bin/sleep infinity", "stdout_logfile=NONE", "stderr_logfile=NONE"] for name in names}
    units["Supervisor"] = peers.supervisor(sections)
    if peers.has_pm2():
        units["PM2"] = peers.pm2({name: ["/usr/bin/sleep", "infinity"] for name in names})
    return units


# ---- a storm ----

def numbers(services):
    return [int(word) for word in run("systemctl", "show", "--property=MainPID", "--value", *services).split()]


def storm():
    """All services are killed at once, and restarted at once by an operator after that."""
    unit = upkeep_specs.apply([], upkeep_specs.sleepers(STORM))
    names = [f"s{n}" for n in range(STORM)]
    time.sleep(SETTLING / 3)
    tell("storm", program="upkeepd", services=STORM, when="before", **unit.memory())
    run("systemctl", "kill", "--signal=KILL", *names)
    peers.wait_for("the restart of what was killed", lambda: all(numbers(names)))
    time.sleep(SETTLING / 6)
    tell("storm", program="upkeepd", services=STORM, when="killed", **unit.memory())
    run("systemctl", "restart", *names)
    time.sleep(SETTLING / 6)
    tell("storm", program="upkeepd", services=STORM, when="restarted", **unit.memory())


# ---- checks ----

def url(number):
    return f"http://{host(number)}:{WEB}/c/{number}"


def checks(count):
    """Memory with so many HTTP checks that pass, of each program after the same time."""
    units = {"upkeepd": upkeep_specs.apply(upkeep_specs.http(count, PERIOD, TIMEOUT))}
    units["Monit"] = peers.monit("monit", CYCLE, [peers.monit_http(f"c{n}", host(n), WEB, f"/c/{n}", TIMEOUT) for n in range(count)])
    if peers.has_httpok() and count <= MOST_HTTPOK:
        sections = {"program:sleeper": ["command=/usr/bin/sleep infinity"]}
        sections |= {f"eventlistener:c{n}": peers.httpok(url(n), TIMEOUT, "sleeper") for n in range(count)}
        units["Supervisor with httpok"] = peers.supervisor(sections)
    time.sleep(CHECKING)
    for name, unit in units.items():
        tell("checks", program=name, checks=count, processes=len(unit.processes(CHILDREN)), **unit.memory(CHILDREN))
    stop(units)


def stop(units):
    for name, unit in units.items():
        if name != "upkeepd":
            unit.stop()


def main():
    strangers = Strangers()
    run("systemctl", "stop", "prometheus-blackbox-exporter", "supervisor")
    web = Web()
    tell("setting", versions=peers.versions(), quick=QUICK, period=PERIOD, cycle=CYCLE, idle_cycle=IDLE_CYCLE, settling=SETTLING, checking=CHECKING, idle=IDLE, most_httpok=MOST_HTTPOK)
    tell("sizes", sizes=sizes())
    note("start")
    unit = upkeep_specs.apply([], upkeep_specs.sleepers(SERVICES))
    tell("start", services=SERVICES, seconds=[start_seconds() for _ in range(STARTS)])
    note("idle")
    others = sleepers_elsewhere()
    time.sleep(SETTLING)
    idle({"upkeepd": Unit(unit.name), **others})
    stop(others)
    note("storm")
    storm()
    for count in COUNTS:
        note(f"{count} checks")
        checks(count)
    tell("strangers", percent=strangers.percent())
    web.unit.stop()


main()
