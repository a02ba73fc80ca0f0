"""
What commands take from their start to their end, each a process of its own, output into a pipe: upkeep's that ask upkeepd, beside those of
systemd, Monit, Supervisor and PM2 for as many services; and whether they start a JVM. Prints a line of JSON for each measurement.
"""
import json
import subprocess
import sys
import time
import peers
import upkeep_specs
from endpoints import WEB, Web
from units import Strangers, run

QUICK = "--quick" in sys.argv[1:]
SERVICES = 20
WARM, RUNS = (2, 5) if QUICK else (5, 50)
SLOW_RUNS = 3 if QUICK else 20
JAVA = "/usr/lib/upkeep/runtime/bin/java"
# In a name space of its own the command finds a program that fails where the JVM is.
WITHOUT_JAVA = ["unshare", "--mount", "sh", "-c", f'mount --bind /bin/false {JAVA} && exec "$@"', "sh"]


def once(command):
    begin = time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return time.monotonic() - begin, done


def starts_jvm(command):
    """Whether it fails, or says something else than that, where no JVM can be started."""
    _, done = once(command)
    _, without = once([*WITHOUT_JAVA, *command])
    return done.returncode != without.returncode or bool(done.stdout) != bool(without.stdout)


def measure(program, command, shown=None, runs=RUNS, exits=(0,), undo=None, jvm=False):
    """Exit statuses are those that mean that the answer was given; what is shown is the command without the options of this measurement."""
    seconds = []
    for turn in range(WARM + runs):
        took, done = once(command)
        if done.returncode not in exits:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {(done.stdout + done.stderr).decode()[-1000:]}")
        if turn >= WARM:
            seconds.append(took)
        if undo:
            run(*undo)
    told = {"jvm": starts_jvm(command)} if jvm else {}
    if undo and jvm:
        subprocess.run(undo, capture_output=True)
    print(json.dumps({"program": program, "command": shown or " ".join(command), "seconds": seconds, **told}), flush=True)


def upkeep():
    for words in (["status"], ["why", "s1"], ["events"], ["events", "s1"], ["check", "c1"], ["availability", "s1"]):
        measure("upkeep", ["upkeep", *words], exits=(0, 1), jvm=True)
    hold, release = ["upkeep", "hold", "s1", "--for", "1h"], ["upkeep", "release", "s1"]
    measure("upkeep", hold, undo=release, jvm=True)
    measure("upkeep", release, undo=hold, jvm=True)
    run(*release)
    measure("upkeep", ["upkeep", "validate"], runs=SLOW_RUNS, jvm=True)
    measure("upkeep", ["upkeep", "explain", "services.restart.budget"], runs=SLOW_RUNS, jvm=True)


def systemd():
    measure("systemd", ["systemctl", "status", "s1"])
    measure("systemd", ["systemctl", "list-units"])


def monit(names):
    lines = []
    for name in names:
        file = peers.RUN / f"{name}.number"
        file.write_text(run("systemctl", "show", "--property=MainPID", "--value", name))
        lines.append(f"check process {name} with pidfile {file}\n")
    unit = peers.monit("monit", 5, lines, port=2812)
    file = str(peers.RUN / "monit.monitrc")
    peers.wait_for("an answer of Monit", lambda: peers.succeeds("monit", "-c", file, "summary"))
    for verb in (["status"], ["status", "s1"], ["summary"]):
        measure("Monit", ["monit", "-c", file, *verb], " ".join(["monit", *verb]))
    unit.stop()


def supervisor(names):
    sections = {f"program:{name}": ["command=/usr/bin/sleep infinity", "stdout_logfile=NONE", "stderr_logfile=NONE"] for name in names}
    unit = peers.supervisor(sections)
    command = ["supervisorctl", "--configuration", str(peers.SUPERVISOR), "status"]
    peers.wait_for("an answer of Supervisor", lambda: peers.succeeds(*command))
    measure("Supervisor", command, "supervisorctl status", runs=SLOW_RUNS)
    unit.stop()


def pm2(names):
    if not peers.has_pm2():
        return
    unit = peers.pm2({name: ["/usr/bin/sleep", "infinity"] for name in names})
    measure("PM2", peers.pm2_command("ls"), "pm2 ls", runs=SLOW_RUNS)
    unit.stop()


def main():
    strangers = Strangers()
    run("systemctl", "stop", "prometheus-blackbox-exporter", "supervisor")
    names = [f"s{n}" for n in range(SERVICES)]
    web = Web()
    upkeep_specs.apply([f"c1: {{http: {{url: 'http://127.0.0.1:{WEB}/c/1'}}, every: 10s}}"], upkeep_specs.sleepers(SERVICES))
    time.sleep(5 if QUICK else 30)
    print(json.dumps({"versions": peers.versions(), "services": SERVICES, "runs": RUNS, "slow_runs": SLOW_RUNS}), flush=True)
    upkeep()
    systemd()
    run("systemctl", "stop", "upkeepd")
    monit(names)
    supervisor(names)
    pm2(names)
    print(json.dumps({"strangers": strangers.percent()}), flush=True)
    web.unit.stop()


main()
