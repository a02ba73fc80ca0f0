"""
Measures how soon a service that crashed or hangs is back, and how soon an operator's order is carried out while others hang: upkeep, systemd
alone, Monit, Supervisor with httpok, PM2. Prints a line of JSON for each measurement; notes go to standard error.
"""
import json
import sys
import time
import crash
import peers
import upkeep_specs
from endpoints import SILENT, WEB, Web, host
from hang import BLIND, EVERY, TIMEOUT, Hang
from judge import Judge
from units import Strangers, run

QUICK = "--quick" in sys.argv[1:]
CRASHES = 4 if QUICK else 20
HANGS = 4 if QUICK else 10
RECORDED, ROUNDS = (5, 4) if QUICK else (20, 10)
ORDERS, MONIT_ORDERS = (3, 1) if QUICK else (20, 4)
HUNG, MONIT_HUNG, PERIOD, DEADLINE = 50, 5, 10, 5


def tell(what, **figures):
    print(json.dumps({"what": what, **figures}), flush=True)


def note(text):
    print(text, file=sys.stderr, flush=True)


def crashes_and_hangs(judge):
    """All programs are up side by side; none has anything to do but what is measured."""
    hang = Hang(judge, HANGS)
    begun = time.monotonic()
    hang.start_monit()
    poller = crash.Poller(judge, CRASHES)
    parents = crash.Parents(judge, CRASHES)
    supervisor = peers.supervisor({**crash.Parents.supervisor_sections(), **hang.supervisor_sections()})
    pm2 = peers.pm2({"beacon": [*crash.BEACON, "pm2"]}) if peers.has_pm2() else None
    upkeep_specs.apply([], crash.Parents.services(CRASHES) + crash.recorded_services(RECORDED) + hang.services())
    note("crash")
    for program, seconds in parents.measure().items():
        tell("crash", program=program, seconds=seconds)
    tell("crash", program="Monit", seconds=poller.measure())
    poller.stop()
    tell("recorded", **crash.recorded(judge, RECORDED, ROUNDS))
    note("hang")
    time.sleep(max(0, begun + BLIND - time.monotonic()))
    programs = {"upkeepd": "h", "Monit": "w"} | ({"Supervisor with httpok": "v"} if peers.has_httpok() else {})
    for program, kind in programs.items():
        tell("hang", program=program, samples=hang.measure(kind))
    for unit in [*hang.monits, supervisor, *([pm2] if pm2 else [])]:
        unit.stop()


# ---- orders ----

def timed(*command):
    begin = time.monotonic()
    run(*command)
    return time.monotonic() - begin


def restarted(judge, name, *command):
    """From the order to the first statement of the new process."""
    judge.process(name)
    begin = time.monotonic()
    run(*command)
    born = judge.next(name, "born", begin, crash.LONGEST)
    return born[0] - begin if born else None


def seen(begin):
    """Seconds until upkeepd knew of an operator's restart."""
    found = [crash.moment(entry) - begin for entry in crash.events("o0", 50) if entry["fields"].get("cause") == "operator"]
    return next((late for late in found if late > 0), None)


def orders(judge):
    """Half of a hundred endpoints hang meanwhile; with Monit five, for each makes its round longer by the deadline."""
    checks = upkeep_specs.http(HUNG, PERIOD, DEADLINE) + upkeep_specs.hung(HUNG, PERIOD, DEADLINE)
    upkeep_specs.apply(checks, [crash.service("o0", crash.RESTARTED_AT_ONCE)])
    time.sleep(2 * PERIOD)
    held, restarts, known = [], [], []
    for _ in range(ORDERS):
        held.append(timed("upkeep", "hold", "o0", "--for", "1h"))
        run("upkeep", "release", "o0")
        begin = time.time()
        restarts.append(restarted(judge, "o0", "systemctl", "restart", "o0"))
        time.sleep(0.5)
        known.append(seen(begin))
    tell("order", program="upkeep hold", hung=HUNG, seconds=held)
    tell("order", program="systemctl restart", hung=HUNG, seconds=restarts)
    tell("order", program="upkeepd knows of it", hung=HUNG, seconds=known)
    file = peers.RUN / "o1.number"
    crash.unit("o1", [*crash.BEACON, "o1", str(file)])
    run("systemctl", "daemon-reload")
    run("systemctl", "start", "o1")
    judge.process("o1")
    verbs = "".join(f"  {verb} program = \"/usr/bin/systemctl {verb} o1\"\n" for verb in ("start", "stop", "restart"))
    lines = [f"check process o1 with pidfile {file}\n{verbs}"]
    lines += [peers.monit_http(f"c{n}", host(n), WEB, f"/c/{n}", DEADLINE) for n in range(HUNG)]
    lines += [peers.monit_http(f"h{n}", host(n), SILENT, f"/h/{n}", DEADLINE) for n in range(MONIT_HUNG)]
    monit = peers.monit("monit", PERIOD, lines, port=2812)
    time.sleep(PERIOD)
    waits = []
    for _ in range(MONIT_ORDERS):
        waits.append(restarted(judge, "o1", "monit", "-c", str(peers.RUN / "monit.monitrc"), "restart", "o1"))
        time.sleep(PERIOD / 3)
    tell("order", program="monit restart", hung=MONIT_HUNG, seconds=waits)
    monit.stop()


def main():
    strangers = Strangers()
    run("systemctl", "stop", "prometheus-blackbox-exporter", "supervisor")
    web, silent = Web(), Web.silent()
    judge = Judge()
    tell("setting", versions=peers.versions(), quick=QUICK, every=EVERY, timeout=TIMEOUT, cycle=crash.CYCLE, period=PERIOD, deadline=DEADLINE)
    crashes_and_hangs(judge)
    note("orders")
    orders(judge)
    tell("strangers", percent=strangers.percent())
    web.unit.stop()
    silent.stop()


main()
