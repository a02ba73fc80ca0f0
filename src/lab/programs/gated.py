"""A service behind a gate: a web server that answers 200 while the first file that is named says ok, and 503 otherwise.

Arguments: the port, the file, and how it tells systemd that it has started: simple, notify, or forking with the file for its number.
Says on standard output how often it was asked, whenever that is a multiple of 50.
"""
import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, file, kind = int(sys.argv[1]), sys.argv[2], sys.argv[3]
asked = 0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        global asked
        asked += 1
        if asked % 50 == 0:
            print(f"asked {asked}", flush=True)
        well = os.path.exists(file) and open(file).read().strip() == "ok"
        self.send_response(200 if well else 503)
        self.end_headers()
        self.wfile.write(b"all is well" if well else b"not yet")

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


server = Server(("127.0.0.1", port), Handler)
if kind == "notify":
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1))
if kind == "forking":
    child = os.fork()
    if child:
        with open(sys.argv[4], "w") as number:
            number.write(f"{child}\n")
        os._exit(0)
server.serve_forever()
