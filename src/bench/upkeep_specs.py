"""What upkeepd is given to do, and what it says of it."""
import json
import subprocess
from pathlib import Path
from endpoints import SILENT, WEB, host
from units import Unit, run

FOLDER = Path("/etc/upkeep/conf.d")
# A file of specs may be 1 MiB long.
CHECKS_A_FILE = 2_000

# A rule with each check, so that the price of rules is in what is measured.
RULE = "rules: [{if: total > 2s for 3 checks, then: alert}]"


def http(count, period, timeout):
    return [f"c{n}: {{http: {{url: 'http://{host(n)}:{WEB}/c/{n}'}}, every: {period}s, timeout: {timeout}s, {RULE}}}" for n in range(count)]


def tcp(count, period, timeout):
    return [f"t{n}: {{tcp: {{host: {host(n)}, port: {WEB}}}, every: {period}s, timeout: {timeout}s, {RULE}}}" for n in range(count)]


def hung(count, period, timeout):
    return [f"h{n}: {{http: {{url: 'http://{host(n)}:{SILENT}/h/{n}'}}, every: {period}s, timeout: {timeout}s, {RULE}}}" for n in range(count)]


def apply(checks, services=()):
    """upkeepd begins with these checks and services and nothing else: a fresh process, as after a boot."""
    run("systemctl", "stop", "upkeepd")
    for file in FOLDER.glob("bench-*.yaml"):
        file.unlink()
    for kind, lines in (("checks", checks), ("services", services)):
        for begin in range(0, len(lines), CHECKS_A_FILE):
            part = "".join(f"  {line}\n" for line in lines[begin:begin + CHECKS_A_FILE])
            (FOLDER / f"bench-{kind}-{begin}.yaml").write_text(f"{kind}:\n{part}")
    run("upkeep", "apply")
    run("systemctl", "restart", "upkeepd")
    return Unit("upkeepd.service")


def sleepers(count, more=""):
    """Services that do nothing."""
    return [f"s{n}: {{exec: [/usr/bin/sleep, infinity], user: www-data{more}}}" for n in range(count)]


def said():
    """What `upkeep status` tells: lateness in ms, and how the checks ended by the first letter of their names."""
    done = subprocess.run(["upkeep", "status", "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"cannot ask upkeepd: {done.stderr}")
    status = json.loads(done.stdout)
    late = {name: 1e3 * status["lateness"][name] for name in ("p50", "p99", "max")}
    ended = {}
    for check in status["checks"]:
        key = f"{check['id'][0]} {check['last']}"
        ended[key] = ended.get(key, 0) + 1
    return {"own": late, "ended": ended, "warnings": status["warnings"]}
