"""From SIGKILL to the first statement of the new process; and until upkeepd has it in the ledger."""
import datetime
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path
import peers
from units import run

UNITS = Path("/run/systemd/system")
BEACON = ["/bin/sh", "/srv/bench/beacon.sh"]
# For what looks only now and then, one each, killed at phases that are spread over its cycle.
CYCLE = 5
LONGEST = 60


def unit(name, command, *lines):
    UNITS.mkdir(parents=True, exist_ok=True)
    body = "\n".join(("[Unit]", "StartLimitIntervalSec=0", "[Service]", f"ExecStart={' '.join(command)}", *lines))
    (UNITS / f"{name}.service").write_text(body + "\n")


def service(name, more=""):
    return f"{name}: {{exec: [{', '.join([*BEACON, name])}], user: www-data{more}}}"


def kill(judge, name):
    """Seconds until its next birth; nothing if there is none."""
    process, at = judge.process(name), time.monotonic()
    os.kill(process, signal.SIGKILL)
    born = judge.next(name, "born", at, LONGEST)
    return born[0] - at if born else None


class Parents:
    """What starts a process anew as soon as it ends. Of upkeep each service is killed once: with each further crash systemd waits longer."""

    def __init__(self, judge, count):
        self.judge, self.count = judge, count
        unit("systemd-100", [*BEACON, "systemd-100"], "Restart=always", "RestartSec=100ms")
        unit("systemd-0", [*BEACON, "systemd-0"], "Restart=always", "RestartSec=0")
        run("systemctl", "daemon-reload")
        run("systemctl", "start", "systemd-100", "systemd-0")

    @staticmethod
    def services(count):
        return [service(f"c{n}") for n in range(count)]

    @staticmethod
    def supervisor_sections():
        return {"program:beacon": [f"command={' '.join(BEACON)} supervisor", "autorestart=true", "stdout_logfile=NONE", "stderr_logfile=NONE"]}

    def measure(self):
        names = {"systemd, RestartSec=100ms": "systemd-100", "systemd, RestartSec=0": "systemd-0", "Supervisor": "supervisor"}
        if peers.has_pm2():
            names["PM2"] = "pm2"
        seconds = {"upkeep": [], **{name: [] for name in names}}
        for turn in range(self.count):
            # Supervisor and PM2 make more of a process that has lived for less than a second.
            time.sleep(1 + random.random())
            seconds["upkeep"].append(kill(self.judge, f"c{turn}"))
            for program, name in names.items():
                seconds[program].append(kill(self.judge, name))
        return seconds


class Poller:
    """Monit, one for each service."""

    def __init__(self, judge, count):
        self.judge, self.names, self.units = judge, [f"m{n}" for n in range(count)], []
        for name in self.names:
            unit(name, [*BEACON, name, str(self.file(name))])
        run("systemctl", "daemon-reload")
        run("systemctl", "start", *self.names)
        for name in self.names:
            judge.process(name)
            self.units.append(peers.monit(f"monit-{name}", CYCLE, [f"check process {name} with pidfile {self.file(name)}\n", f"  start program = \"/usr/bin/systemctl start {name}\"\n"]))

    @staticmethod
    def file(name):
        return peers.RUN / f"{name}.number"

    def measure(self):
        """Kills them one after the other within one cycle, and waits for all."""
        at, seconds = {}, []
        for name in self.names:
            at[name] = time.monotonic()
            os.kill(self.judge.process(name), signal.SIGKILL)
            time.sleep(CYCLE / len(self.names))
        for name in self.names:
            born = self.judge.next(name, "born", at[name], LONGEST)
            seconds.append(born[0] - at[name] if born else None)
        return seconds

    def stop(self):
        for it in self.units:
            it.stop()


# ---- upkeepd's ledger ----

RESTARTED_AT_ONCE = ", restart: {delay: 100ms, max-delay: 100ms, budget: 5000 per 10min}"


def recorded_services(count):
    return [service(f"r{n}", RESTARTED_AT_ONCE) for n in range(count)]


def recorded(judge, count, rounds):
    """
    Seconds from each SIGKILL to the moment of the ledger's entry that tells of it, which is when upkeepd knew, and how many have none. The kernel,
    systemd and the bus are in it.
    """
    names, killed = [f"r{n}" for n in range(count)], {}
    for _ in range(rounds):
        for name in names:
            process = judge.process(name)
            killed.setdefault(name, []).append(time.time())
            os.kill(process, signal.SIGKILL)
            time.sleep(0.06)
        time.sleep(0.5)
    time.sleep(2)
    late, missing = [], 0
    for name in names:
        entries = [moment(entry) for entry in events(name) if entry["fields"].get("cause") == "crash" and entry["kind"] == "transition"]
        missing += len(killed[name]) - len(entries)
        late += [entry - at for at, entry in zip(killed[name], entries)] if len(entries) == rounds else []
    return {"seconds": late, "missing": missing}


def events(name, lines=5_000):
    done = subprocess.run(["upkeep", "events", name, "--json", "-n", str(lines)], capture_output=True, text=True)
    return json.loads(done.stdout)


def moment(entry):
    return datetime.datetime.fromisoformat(entry["at"]).timestamp()
