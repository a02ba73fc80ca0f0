"""
A server accepts and never answers any more: from then until it is told to end, which is the first thing that a restart does. The faults
are spread evenly over the time between two checks, each for a server of its own.
"""
import os
import signal
import threading
import time
import crash
import peers
from endpoints import WEB
from units import run

EVERY, TIMEOUT = 5, 1
# Before a process is as old as that, Monit does not look at its port.
BLIND = 36
LONGEST = 60
# upkeepd restarts a fifth of all services a minute on a probe's word, and takes it for a panic when most of those with probes turn bad.
OTHERS_EACH = 6


def command(name, port, *more):
    return ["/usr/bin/python3", "-S", "-E", "/srv/bench/hanging.py", name, str(port), *more]


class Hang:
    """Servers below upkeepd, Monit and Supervisor, so many each."""

    def __init__(self, judge, count):
        self.judge, self.count = judge, count
        self.ports = {kind: [base + n for n in range(count)] for kind, base in (("h", 19000), ("w", 19100), ("v", 19200))}

    def named(self, kind):
        return [(f"{kind}{n}", port) for n, port in enumerate(self.ports[kind])]

    def services(self):
        probe = f"every: {EVERY}s, timeout: {TIMEOUT}s, failures: 1"
        others = [
            f"f{n}: {{exec: [/usr/bin/sleep, infinity], user: www-data, probes: {{liveness: {{http: {{url: 'http://127.0.0.1:{WEB}/f/{n}'}}, {probe}}}}}}}"
            for n in range(OTHERS_EACH * self.count)]
        return others + [
            f"{name}: {{exec: [{', '.join(command(name, port))}], user: www-data, port: {port}, probes: {{liveness: {{http: {{path: /}}, {probe}}}}}}}"
            for name, port in self.named("h")]

    def start_monit(self):
        """One for each server."""
        for name, port in self.named("w"):
            crash.unit(name, command(name, port, f"{peers.RUN}/{name}.number"))
        run("systemctl", "daemon-reload")
        self.monits = []
        for name, port in self.named("w"):
            run("systemctl", "start", name)
            self.judge.process(name)
            self.monits.append(peers.monit(f"monit-{name}", EVERY, [
                f"check process {name} with pidfile {peers.RUN}/{name}.number\n",
                *(f"  {verb} program = \"/usr/bin/systemctl {verb} {name}\"\n" for verb in ("start", "stop", "restart")),
                f"  if failed port {port} protocol http with timeout {TIMEOUT} seconds then restart\n"]))

    def supervisor_sections(self):
        quiet = ["stdout_logfile=NONE", "stderr_logfile=NONE"]
        sections = {f"program:{name}": [f"command={' '.join(command(name, port))}", *quiet] for name, port in self.named("v")}
        if peers.has_httpok():
            sections |= {f"eventlistener:{name}-look": peers.httpok(f"http://127.0.0.1:{port}/", TIMEOUT, name) for name, port in self.named("v")}
        return sections

    def measure(self, kind):
        """Of each server in turn: seconds until it is told to end, and of that those after the last request, on which the judgement rests."""
        found = [None] * self.count
        threads = [threading.Thread(target=self.one, args=(found, n, f"{kind}{n}")) for n in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def one(self, found, turn, name):
        asked = self.judge.next(name, "asked", time.monotonic(), LONGEST)
        if not asked:
            return
        time.sleep(max(0, asked[0] + EVERY * (turn + 0.5) / self.count - time.monotonic()))
        begin = time.monotonic()
        os.kill(self.judge.process(name), signal.SIGUSR1)
        ended = self.judge.next(name, "ended", begin, LONGEST)
        if ended:
            last = [at for at, _ in self.judge.all(name, "asked") if begin < at < ended[0]]
            found[turn] = {"seconds": ended[0] - begin, "after_request": ended[0] - last[0] if last else None}
