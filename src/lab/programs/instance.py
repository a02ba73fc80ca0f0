"""A web server of some version: what lab tests roll out. Arguments: the port, on the loopback interface, and the version.

/ answers the version, after 20 ms of work; /healthz answers 200, or 500 if the version is "broken". SIGTERM ends it after what
it has taken is answered.
"""
import http.server
import signal
import sys
import threading
import time

PORT, VERSION = int(sys.argv[1]), sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/healthz":
            time.sleep(0.02)
        body = (VERSION + "\n").encode()
        self.send_response(500 if VERSION == "broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keeps the journal readable: nobody looks for single requests."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128


server = Server(("127.0.0.1", PORT), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
server.server_close()
