"""What is probed: a web server that answers at once and writes down when it was asked, and one that accepts and never says a word."""
import re
import time
import urllib.request
from pathlib import Path
from units import Unit

WEB, SILENT, STATUS = 18080, 18081, 18082
CONFIGURATION = Path("/run/bench-nginx.conf")
LOG = Path("/run/bench-arrivals.log")
# Files that are there or not.
PAGES = Path("/run/bench-pages")

# One worker answers some 10 000 requests a second, ten times what is asked of it.
NGINX = f"""
user root;
worker_processes 1;
pid /run/bench-nginx.pid;
error_log /dev/null;
worker_rlimit_nofile 65536;
events {{ worker_connections 30000; }}
http {{
  log_format arrivals '$msec $request_uri';
  server {{
    listen {WEB} backlog=4096;
    access_log {LOG} arrivals buffer=64k flush=1s;
    location / {{ return 200 'all is well\\n'; }}
    location /pages/ {{ alias {PAGES}/; }}
  }}
  server {{
    listen 127.0.0.1:{STATUS};
    access_log off;
    location / {{ stub_status; }}
  }}
}}
"""


def host(number):
    """One of eight addresses of this machine, so that no pair of addresses runs out of ports."""
    return f"127.0.0.{1 + number % 8}"


class Web:
    """The server that answers."""

    def __init__(self):
        CONFIGURATION.write_text(NGINX)
        self.unit = Unit.start("bench-web", "nginx", "-c", str(CONFIGURATION), "-g", "daemon off;")
        while not self.answers():
            time.sleep(0.05)

    def answers(self):
        try:
            return self.accepted() > 0
        except OSError:
            return False

    def accepted(self):
        """How many connections it has accepted so far; those that ask for this number count too."""
        with urllib.request.urlopen(f"http://127.0.0.1:{STATUS}/", timeout=60) as page:
            return int(re.search(r"\n\s*(\d+) ", page.read().decode()).group(1))

    def forget(self):
        LOG.write_text("")

    def arrivals(self, begin, end):
        """When each path was asked for in that time; waits until all of it is written."""
        time.sleep(2)
        found = {}
        with LOG.open() as log:
            for line in log:
                at, path = line.split()
                if begin <= float(at) < end:
                    found.setdefault(path, []).append(float(at))
        return found

    @staticmethod
    def silent():
        return Unit.start("bench-silent", "python3", "/srv/bench/silent.py", str(SILENT))
