#!/usr/bin/python3
"""What it costs to go from specs to units: upkeep's verbs beside `systemd-analyze verify` of the same files, in one machine and one run.

Prints a line of JSON for each measurement: what, how many services in how many files, and of each run the seconds, the processor
seconds, and the peak of resident memory in MiB. Every program runs to its end as a process of its own, alone.
"""
import json
import os
import shutil
import sys
import time
from pathlib import Path
from units import run

SPECS = Path("/etc/upkeep/conf.d")
UNITS = Path("/etc/systemd/system")
MANY, FILES = 1000, 50
QUICK = "--quick" in sys.argv

# What a service of some size says: how it is run, what it may do, how it is looked at, and what follows.
SERVICE = """\
  {name}:
    description: Service number {number}
    exec: [/usr/bin/sleep, infinity]
    user: www-data
    port: {port}
    environment: {{NODE_ENV: production, NUMBER: "{number}"}}
    directories: {{state: {name}}}
    after: network.target
    limits: {{memory: 512M, tasks: 256, open-files: 65536}}
    restart: {{delay: 1s, budget: 5 per 10min}}
    hardening: {{level: strict, writable: /srv}}
    probes:
      startup: {{http: {{path: /healthz}}, every: 1h}}
      liveness: {{http: {{path: /healthz, status: 200}}, every: 1h, timeout: 5s, failures: 3}}
    rules:
      - {{if: memory > 480M for 2min, then: restart}}
      - {{if: restarts >= 5 within 10min, then: alert}}
"""


def timed(command):
    """Seconds, processor seconds, and peak of resident memory in MiB; any exit code will do, for `plan` says by it that all is clean."""
    begin = time.monotonic()
    null = os.open(os.devnull, os.O_RDWR)
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
    _, status, usage = os.wait4(process, 0)
    os.close(null)
    return {
        "seconds": time.monotonic() - begin, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024,
        "exit": os.waitstatus_to_exitcode(status)}


def measure(what, services, files, command, runs, exits=(0,)):
    timed(command)  # what is read from the disk stands in memory afterwards
    before, begin = Path("/proc/stat").read_text().split("\n", 1)[0], time.monotonic()
    seen = [timed(command) for _ in range(2 if QUICK else runs)]
    wrong = {one["exit"] for one in seen} - set(exits)
    if wrong:
        raise SystemExit(f"{' '.join(command[:4])} ended with {wrong}: {run('sh', '-c', ' '.join(command) + ' 2>&1 | tail -n 20; true')}")
    print(json.dumps({"what": what, "services": services, "files": files, "runs": seen, "others": others(before, begin, seen)}), flush=True)


def others(before, begin, seen):
    """Percent of one processor that was used meanwhile by what is not measured."""
    now = Path("/proc/stat").read_text().split("\n", 1)[0]
    busy = [sum(ticks) - ticks[3] - ticks[4] for ticks in ([int(word) for word in line.split()[1:9]] for line in (before, now))]
    used = sum(one["processor"] for one in seen)
    return max(0, 100 * ((busy[1] - busy[0]) / 100 - used) / (time.monotonic() - begin))


def write(services, files):
    shutil.rmtree(SPECS, ignore_errors=True)
    SPECS.mkdir(parents=True)
    for file in range(files):
        text = "".join(
            SERVICE.format(name=f"service-{number}", number=number, port=10_000 + number) for number in range(file, services, files))
        (SPECS / f"part-{file:02}.yaml").write_text("services:\n" + text)


def units(services):
    return [str(UNITS / f"service-{number}.service") for number in range(services)]


def main():
    version = run("upkeep", "--version").split()[-1], run("systemctl", "--version").split()[1]
    print(json.dumps({"upkeep": version[0], "systemd": version[1]}), flush=True)
    # It would look at a thousand services meanwhile.
    run("systemctl", "stop", "upkeepd.service", "prometheus-blackbox-exporter", "supervisor")
    Path("/srv").mkdir(exist_ok=True)
    for services, files, runs in ((1, 1, 15), (MANY, 1, 7), (MANY, FILES, 7)):
        write(services, files)
        measure("upkeep validate", services, files, ["upkeep", "validate"], runs)
        measure("upkeep render", services, files, ["upkeep", "render"], runs)
        run("upkeep", "apply", "--no-start")
        measure("upkeep plan, nothing changed", services, files, ["upkeep", "plan"], runs)
        if files == 1:
            measure("systemd-analyze verify", services, services, ["systemd-analyze", "verify", *units(services)], runs, range(256))
    measure("systemd-analyze verify", 500, 500, ["systemd-analyze", "verify", *units(500)], 7, range(256))
    run("upkeep", "remove", "--all")


main()
