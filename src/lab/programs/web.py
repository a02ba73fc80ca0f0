"""A web server that does wrong when asked to: what lab tests have supervised. Argument: the port, on the loopback interface.

/healthz answers 200, and 500 between /break and /mend, or from the start where /run/lab/broken is; /exit ends the process with
status 0, /asked tells how often /healthz was asked for.
"""
import http.server
import os
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    broken = os.path.exists("/run/lab/broken")
    asked = 0

    def do_GET(self):
        if self.path == "/exit":
            os._exit(0)
        if self.path in ("/break", "/mend"):
            Handler.broken = self.path == "/break"
        if self.path == "/healthz":
            Handler.asked += 1
        body = b"broken\n" if Handler.broken else b"ok\n"
        if self.path == "/asked":
            body = b"%d\n" % Handler.asked
        self.send_response(500 if Handler.broken and self.path == "/healthz" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keeps the journal readable: nobody looks for single requests."""


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
