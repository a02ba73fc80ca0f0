"""What people use instead, each started as a unit of its own with what it is given to do: Monit, Supervisor with httpok, PM2."""
import json
import subprocess
import time
from pathlib import Path
from units import Unit, run

RUN = Path("/run/bench-peers")
RUN.mkdir(exist_ok=True)
PM2 = Path("/srv/peers/pm2/node_modules/pm2")
SUPERLANCE = Path("/srv/peers/superlance")
SOCKET = RUN / "supervisor.sock"
SUPERVISOR = RUN / "supervisor.conf"
# Where PM2 keeps what it knows, and what tells it so.
HOME = RUN / "pm2"
NOT_HAD = "could not be had"


def versions():
    packages = run(
        "dpkg-query", "--show", "--showformat=${Package} ${Version}\n",
        "upkeep", "monit", "supervisor", "prometheus-blackbox-exporter", "nginx", "nodejs", "systemd")
    known = dict(line.split() for line in packages.splitlines())
    released = [folder.name.split("-")[1].removesuffix(".dist") for folder in SUPERLANCE.glob("superlance-*.dist-info")]
    known["superlance"] = (released or ["from source"])[0] if has_httpok() else NOT_HAD
    known["pm2"] = json.loads((PM2 / "package.json").read_text())["version"] if has_pm2() else NOT_HAD
    return known


def has_pm2():
    return (PM2 / "package.json").exists()


def has_httpok():
    return (SUPERLANCE / "superlance" / "httpok.py").exists()


# ---- Monit ----

def monit(name, cycle, lines, port=None):
    """A Monit of its own with these lines; with a port, its own command can ask it."""
    file = RUN / f"{name}.monitrc"
    head = [f"daemon {cycle}", f"pidfile {RUN}/{name}.pid", f"idfile {RUN}/{name}.id", f"statefile {RUN}/{name}.state"]
    head += [f"httpd port {port} use address 127.0.0.1 allow localhost"] if port else []
    file.write_text("".join(f"set {line}\n" for line in head) + "".join(lines))
    file.chmod(0o600)
    return Unit.start(f"bench-{name}", "monit", "-I", "-c", str(file))


def monit_http(name, address, port, path, timeout):
    return (f"check host {name} with address {address}\n"
            f"  if failed port {port} protocol http request '{path}' with timeout {timeout} seconds then alert\n")


# ---- Supervisor ----

def supervisor(sections):
    """Supervisor with these sections of its file, each a name and its lines."""
    head = {
        "unix_http_server": [f"file={SOCKET}"],
        "supervisord": [f"logfile={RUN}/supervisord.log", f"pidfile={RUN}/supervisord.pid", f"childlogdir={RUN}", "minfds=4096"],
        "rpcinterface:supervisor": ["supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"],
        "supervisorctl": [f"serverurl=unix://{SOCKET}"]}
    SUPERVISOR.write_text("".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in {**head, **sections}.items()))
    return Unit.start("bench-supervisor", "supervisord", "--nodaemon", "--configuration", str(SUPERVISOR))


def httpok(url, timeout, program):
    """The lines of a listener that looks at a URL each 5 s, and restarts a program that fails."""
    command = f"/usr/bin/python3 -u -m superlance.httpok -p {program} -t {timeout} {url}"
    return [f"command={command}", f"environment=PYTHONPATH={SUPERLANCE}", "events=TICK_5"]


# ---- PM2 ----

def pm2(apps):
    """PM2 with these apps, each a name and its command. Its daemon, which starts them, stays when its command has ended."""
    HOME.mkdir(parents=True, exist_ok=True)
    listed = [{"name": name, "script": command[0], "args": list(command[1:]), "interpreter": "none"} for name, command in apps.items()]
    (HOME / "apps.json").write_text(json.dumps({"apps": listed}))
    run("systemd-run", "--quiet", "--collect", "--unit=bench-pm2", "--property=Type=forking", f"--property=PIDFile={HOME}/pm2.pid",
        f"--setenv=PM2_HOME={HOME}", "--setenv=HOME=/root", "node", str(PM2 / "bin" / "pm2"), "start", str(HOME / "apps.json"))
    return Unit("bench-pm2.service")


def pm2_command(*words):
    return ["env", f"PM2_HOME={HOME}", "HOME=/root", "node", str(PM2 / "bin" / "pm2"), *words]


def wait_for(what, is_so, seconds=60):
    """Waits until it is so; the measurement ends if it never is."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"cannot measure: {what} did not come about within {seconds} s")
        time.sleep(0.05)


def succeeds(*command):
    return subprocess.run(command, capture_output=True).returncode == 0
