"""
Measures how upkeepd, Monit and the Prometheus blackbox exporter probe many servers on loopback, one program after the other. To be run as
root in a throw-away machine with these, nginx and /srv/bench. Prints a line of JSON for each measurement; notes go to standard error.
"""
import json
import sys
import time
from pathlib import Path
import lateness
import upkeep_specs
from endpoints import SILENT, WEB, Web, host
from units import Unit, run, watch

PERIOD = 10
TIMEOUT = 5
EXPORTER = 9115


class Scale:
    """How much is measured, and for how long."""

    def __init__(self, quick):
        self.checks = 1_000 if quick else 10_000
        self.hung = self.checks // 2
        self.well = self.checks // 10
        # Some 1.7 ms of processor time for each probe: more than this in a second would leave nothing for those it asks.
        self.exporter = self.checks // 5
        # One more that hangs makes the period of Monit 5 s longer.
        self.monit_hung = 5
        self.seconds = 20 if quick else 60
        self.settling = 2 if quick else 30


class Bench:
    """The servers, and the measurement of one program after the other."""

    def __init__(self, scale):
        self.scale = scale
        self.web = Web()
        self.silent = Web.silent()

    def measure(self, program, what, unit, checks, periods=2, others=(), said=dict, is_logged=True):
        """
        Waits so many periods, in which programs start, compile and learn, and then looks on. What came in the time is told by
        the server's log, or where nothing is asked, by its count of connections.
        """
        print(f"{program}: {what}", file=sys.stderr, flush=True)
        time.sleep(periods * PERIOD)
        self.web.forget()
        before = self.web.accepted()
        seen = watch(unit, [self.web.unit, self.silent, *others], self.scale.seconds)
        probes = self.web.accepted() - before - 1
        told = said()
        late = lateness.summary([])
        if is_logged:
            arrivals = self.web.arrivals(seen["begin"], seen["end"])
            probes = sum(len(times) for times in arrivals.values())
            late = lateness.summary(lateness.late(arrivals, PERIOD))
        print(json.dumps({"program": program, "what": what, "checks": checks, "probes": probes, "late": late, **seen, **told}), flush=True)

    # ---- upkeepd ----

    def upkeepd(self):
        s = self.scale
        unit = upkeep_specs.apply([])
        self.measure("upkeepd", "idle", unit, 0, is_logged=False)
        unit = upkeep_specs.apply(upkeep_specs.http(s.checks, PERIOD, TIMEOUT))
        self.measure("upkeepd", "http", unit, s.checks, periods=4, said=upkeep_specs.said)
        # The JVM compiles for minutes; a daemon runs for months.
        self.measure("upkeepd", "settled", unit, s.checks, periods=s.settling, said=upkeep_specs.said)
        unit = upkeep_specs.apply(upkeep_specs.tcp(s.checks, PERIOD, TIMEOUT))
        self.measure("upkeepd", "tcp", unit, s.checks, periods=4, said=upkeep_specs.said, is_logged=False)
        unit = upkeep_specs.apply(upkeep_specs.http(s.well, PERIOD, TIMEOUT) + upkeep_specs.hung(s.hung, PERIOD, TIMEOUT))
        # By then all of them have failed three times, and their incidents are open.
        self.measure("upkeepd", "hung", unit, s.well + s.hung, periods=6, said=upkeep_specs.said)
        upkeep_specs.apply([])
        run("systemctl", "stop", "upkeepd")

    # ---- Monit ----

    def monit_with(self, what, checks, lines, **more):
        file = Path("/run/bench-monitrc")
        file.write_text("".join(f"set {line}\n" for line in (
            f"daemon {PERIOD}", "pidfile /run/bench-monit.pid", "idfile /run/bench-monit.id", "statefile /run/bench-monit.state")) + "".join(lines))
        file.chmod(0o600)
        unit = Unit.start("bench-monit", "monit", "-I", "-c", str(file))
        self.measure("Monit", what, unit, checks, **more)
        unit.stop()

    def monit(self):
        s = self.scale

        def line(name, number, port, protocol):
            return (f"check host {name}{number} with address {host(number)}\n"
                    f"  if failed port {port} {protocol} with timeout {TIMEOUT} seconds then alert\n")

        http = [line("c", n, WEB, f"protocol http request '/c/{n}'") for n in range(s.checks)]
        self.monit_with("http", s.checks, http)
        self.monit_with("tcp", s.checks, [line("t", n, WEB, "type tcp") for n in range(s.checks)], is_logged=False)
        # Its period is 35 s and more then.
        hung = [line("h", n, SILENT, "protocol http") for n in range(s.monit_hung)]
        self.monit_with("hung", s.well + s.monit_hung, http[:s.well] + hung, periods=4)

    # ---- the Prometheus blackbox exporter ----

    def exporter_with(self, what, module, targets):
        run("systemctl", "start", "prometheus-blackbox-exporter")
        unit = Unit("prometheus-blackbox-exporter.service")
        file = Path("/run/bench-targets")
        file.write_text("\n".join(targets))
        scraper = Unit.start("bench-scraper", "python3", "/srv/bench/scraper.py", str(EXPORTER), module, str(PERIOD), str(TIMEOUT), str(file))
        self.measure("blackbox exporter", what, unit, len(targets), others=[scraper], is_logged=what == "http")
        scraper.stop()
        run("systemctl", "stop", "prometheus-blackbox-exporter")

    def exporter(self):
        count = self.scale.exporter
        self.exporter_with("http", "http_2xx", [f"http://{host(n)}:{WEB}/c/{n}" for n in range(count)])
        self.exporter_with("tcp", "tcp_connect", [f"{host(n)}:{WEB}" for n in range(count)])

    def end(self):
        self.web.unit.stop()
        self.silent.stop()


def versions():
    packages = run("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", "upkeep", "monit", "prometheus-blackbox-exporter", "nginx", "systemd")
    return dict(line.split() for line in packages.splitlines())


def main():
    scale = Scale("--quick" in sys.argv[1:])
    run("systemctl", "stop", "prometheus-blackbox-exporter", "supervisor")
    print(json.dumps({"versions": versions(), "period": PERIOD, "timeout": TIMEOUT, **vars(scale)}), flush=True)
    bench = Bench(scale)
    bench.upkeepd()
    bench.exporter()
    bench.monit()
    bench.end()


main()
