"""
A day's work in an hour: upkeepd looks at things thirty times as often as is usual, while services crash, servers come and go, operators and
packages do what they do, and people ask. Every ten seconds what it holds is looked at: memory, threads, file descriptors, its ledger. Prints
a line of JSON for each look; notes go to standard error.
"""
import itertools
import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
import upkeep_specs
from endpoints import PAGES, WEB, Web, host
from units import Strangers, Unit, run

QUICK = "--quick" in sys.argv[1:]
SECONDS = 180 if QUICK else 3_600
LOOK = 10
SEED = 20_261_128

CHECKS, FLAPPING, SERVICES, WATCHED = 200, 20, 30, 10
LEDGER = Path("/var/lib/upkeep/daemon")

# How often each is done, in seconds.
CRASH, FLAP, ASK, ORDER, RELOAD, APPLY = 2, 3, 5, 20, 60, 120


def tell(what, **figures):
    print(json.dumps({"what": what, **figures}), flush=True)


def page(number):
    return f"http://{host(number)}:{WEB}/pages/{number}"


def specs(description):
    """What is to be looked after; alerts go to the web server, which takes them."""
    checks = [f"c{n}: {{http: {{url: 'http://{host(n)}:{WEB}/c/{n}'}}, every: 1s, timeout: 1s, {upkeep_specs.RULE}}}" for n in range(CHECKS)]
    checks += [f"f{n}: {{http: {{url: '{page(n)}'}}, every: 1s, timeout: 1s, failures: 2}}" for n in range(FLAPPING)]
    services = upkeep_specs.sleepers(SERVICES, f", description: '{description}'")
    services += [
        f"w{n}: {{exec: [/usr/bin/sleep, infinity], user: www-data, probes: {{liveness: {{http: {{url: '{page(FLAPPING + n)}'}}, every: 1s, failures: 3}}}}}}"
        for n in range(WATCHED)]
    return checks, services


def receivers():
    # Not named as what upkeep_specs.apply takes away. A ledger so small that it is full within the hour.
    (upkeep_specs.FOLDER / "settings.yaml").write_text("settings: {ledger: {size: 16M}}\n")
    (upkeep_specs.FOLDER / "alerts.yaml").write_text(
        f"receivers:\n  hook: {{webhook: 'http://127.0.0.1:{WEB}/hook', budget: 1000 per 1min}}\n"
        "alerts: {receivers: hook, delay: 0s, interval: 10s}\n")


class Act(threading.Thread):
    """Does something again and again until all is over, and counts it."""

    over = threading.Event()

    def __init__(self, period, what):
        super().__init__(daemon=True)
        self.period, self.what, self.count, self.failed = period, what, 0, []

    def run(self):
        while not Act.over.wait(self.period):
            try:
                self.what()
            except (Exception, SystemExit) as failure:  # told at the end, for what is not done is not measured
                self.failed.append(str(failure))
            self.count += 1


class Work:
    """What happens on a busy server."""

    def __init__(self):
        self.chance = random.Random(SEED)
        self.orders = itertools.cycle(("stop", "start", "restart"))
        self.ordered = "s0"
        self.number = itertools.count()
        self.acts = {
            "crashes": Act(CRASH, self.crash), "pages gone or back": Act(FLAP, self.flap), "questions": Act(ASK, self.ask),
            "orders of an operator": Act(ORDER, self.order), "daemon-reloads": Act(RELOAD, self.reload), "applies": Act(APPLY, self.apply)}

    def crash(self):
        # The first one belongs to the operator.
        subprocess.run(["systemctl", "kill", "--signal=KILL", f"s{self.chance.randrange(1, SERVICES)}"], capture_output=True)

    def flap(self):
        file = PAGES / str(self.chance.randrange(FLAPPING + WATCHED))
        if file.exists():
            file.unlink()
        else:
            file.write_text("here\n")

    def ask(self):
        name = f"w{self.chance.randrange(WATCHED)}"
        for question in (["status"], ["why", name], ["events", name], ["status", "--json"]):
            done = subprocess.run(["upkeep", *question], capture_output=True, text=True)
            if done.returncode not in (0, 1):
                raise SystemExit(f"cannot ask {question}: {done.stderr}")

    def order(self):
        run("systemctl", next(self.orders), self.ordered)

    def reload(self):
        run("systemctl", "daemon-reload")

    def apply(self):
        write(*specs(f"number {next(self.number)}"))
        run("upkeep", "apply")


def write(checks, services):
    for kind, lines in (("checks", checks), ("services", services)):
        (upkeep_specs.FOLDER / f"bench-{kind}-0.yaml").write_text(f"{kind}:\n" + "".join(f"  {line}\n" for line in lines))


def looked(unit, begin):
    """What upkeepd holds now."""
    # The others in its group are programs that it runs, for a moment.
    process = int(run("systemctl", "show", "--property=MainPID", "--value", unit.name))
    status = Path(f"/proc/{process}/status").read_text()
    files = {file.name: file.stat().st_size for file in LEDGER.glob("ledger.db*")}
    return {
        "at": round(time.monotonic() - begin, 1), "process": process, "threads": int(status.split("\nThreads:", 1)[1].split("\n", 1)[0]),
        "descriptors": len(list(Path(f"/proc/{process}/fd").iterdir())), "ledger": round(sum(files.values()) / 1024**2, 2),
        "processor_seconds": round(unit.processor_seconds(), 2), **unit.memory()}


def main():
    strangers = Strangers()
    PAGES.mkdir(exist_ok=True)
    for number in range(FLAPPING + WATCHED):
        (PAGES / str(number)).write_text("here\n")
    web = Web()
    receivers()
    unit = upkeep_specs.apply(*specs("number 0"))
    if not json.loads(run("upkeep", "alerts", "--json"))["receivers"]:
        raise SystemExit("nobody is told: the receivers are not in force")
    versions = dict(line.split() for line in run("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", "upkeep", "systemd").splitlines())
    tell("setting", versions=versions, quick=QUICK, seconds=SECONDS, seed=SEED, checks=CHECKS + FLAPPING, services=SERVICES + WATCHED)
    work = Work()
    begin = time.monotonic()
    for act in work.acts.values():
        act.start()
    while time.monotonic() - begin < SECONDS:
        time.sleep(LOOK)
        tell("look", **looked(unit, begin))
    Act.over.set()
    for act in work.acts.values():
        act.join()
    status = json.loads(subprocess.run(["upkeep", "status", "--json"], capture_output=True, text=True).stdout)
    tell("end", acts={name: act.count for name, act in work.acts.items()}, failed={name: act.failed[:3] for name, act in work.acts.items() if act.failed},
         warnings=status["warnings"], strangers=strangers.percent())
    web.unit.stop()


main()
