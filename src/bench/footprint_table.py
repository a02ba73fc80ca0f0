"""The report on what footprint.py measured. Arguments: its output, and the file in which the JDK tells its version."""
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
import report
from report import compared, figure

NAMES = {"monit": "Monit", "supervisor": "Supervisor", "pm2": "PM2", "prometheus-blackbox-exporter": "blackbox exporter"}
SIZES = ["program", "RSS, MiB", "PSS", "private", "of no file", "× upkeepd's RSS"]
RUNTIMES = [f"openjdk-{release}-jre-headless" for release in (25, 21, 17)]


def runtime():
    """The newest Java that this host's Debian has, with its size in MiB: what a program in Java takes that brings none."""
    for package in RUNTIMES:
        shown = subprocess.run(["apt-cache", "show", "--no-all-versions", package], capture_output=True, text=True).stdout
        for line in shown.splitlines():
            if line.startswith("Installed-Size: "):
                return [(package, int(line.split()[1]) / 1024)]
    return [(RUNTIMES[0], "is not known here")]


class Seen:
    def __init__(self, lines):
        self.lines = lines

    def all(self, what, **wanted):
        return [one for one in self.lines if one["what"] == what and all(one.get(key) == value for key, value in wanted.items())]

    def one(self, what, **wanted):
        return self.all(what, **wanted)[0]

    def others(self, what, key, **wanted):
        return [(one["program"], one[key]) for one in self.all(what, **wanted) if one["program"] != "upkeepd"]


def rows(seen, setting):
    sizes = seen.one("sizes")["sizes"]
    missing = [(name, "could not be had") for key, name in NAMES.items() if key not in sizes]

    def others(key):
        return [(NAMES[name], size[key]) for name, size in sizes.items() if name in NAMES] + missing

    yield compared("installed size of the package", sizes["upkeep"]["alone"], "MiB", others("alone") + runtime(), most=120)
    yield compared("the same with all it depends on", sizes["upkeep"]["with_needs"], "MiB", others("with_needs"))
    start = seen.one("start")
    yield compared(f"start to READY=1, {start['services']} services, median of {len(start['seconds'])}", median(start["seconds"]), "s", most=0.6)
    idle = seen.one("idle", program="upkeepd")
    what = f"idle, {idle['services']} services and no checks"
    yield compared(f"{what}: processor", idle["processor_percent"], "%", seen.others("idle", "processor_percent"), most=0.1)
    yield compared(f"{what}: wake-ups a second", idle["wakeups"], "", seen.others("idle", "wakeups"), most=10)
    yield compared(f"{what}: RSS", idle["rss"], "MiB", seen.others("idle", "rss"), most=90)
    for count, most in ((1, 90), (100, 90), (1_000, 100)):
        others = seen.others("checks", "rss", checks=count)
        if count > setting["most_httpok"]:
            others.append(("Supervisor with httpok", "not run: a process for each"))
        yield compared(f"RSS, {checks(count)}", seen.one("checks", program="upkeepd", checks=count)["rss"], "MiB", others, most=most)
    for when, what in (("before", "before"), ("killed", "after all were killed at once"), ("restarted", "after all were restarted at once besides")):
        storm = seen.one("storm", when=when)
        yield compared(f"RSS, {storm['services']} services, {what}", storm["rss"], "MiB", most=None if when == "before" else 100)


def checks(count):
    return f"{count} HTTP check{'s' if count > 1 else ''}"


def memory(seen):
    for one in [*seen.all("idle"), *seen.all("checks")]:
        ours = seen.one(one["what"], program="upkeepd", **({"checks": one["checks"]} if "checks" in one else {}))
        given = checks(one["checks"]) if "checks" in one else f"{one['services']} services"
        yield [f"{one['program']}, {given}", figure(one["rss"]), figure(one["pss"]), figure(one["uss"]), figure(one["anonymous"]), figure(one["rss"] / ours["rss"])]


def main():
    seen = Seen([json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()])
    setting = seen.one("setting")
    versions = ", ".join(f"{name} {version}" for name, version in setting["versions"].items())
    print(f"{report.host(sys.argv[2])}.\n\n{versions}. Checks: HTTP on loopback, each {setting['period']} s, of Monit and httpok each {setting['cycle']} s; memory "
          f"by smaps_rollup after {setting['checking']} s of checks, of all processes of the program and not of what it looks after. Idle: {setting['idle']} s, from "
          f"{setting['settling']} s after the start on, the programs side by side, Monit with a look at the processes each {setting['idle_cycle']} s; wake-ups are the voluntary context switches of all threads. "
          f"{report.strangers(seen.one('strangers')['percent'])}\n")
    print(report.table(report.COMPARISON, rows(seen, setting)) + "\n")
    print("**Memory**\n\n" + report.table(SIZES, memory(seen)) + "\n")


main()
