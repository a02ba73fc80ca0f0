"""A web server on the socket that systemd listens on for it, see sd_listen_fds(3)."""

import http.server
import os
import signal
import socket
import sys

FIRST_DESCRIPTOR = 3


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"served by process {os.getpid()}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


class Server(http.server.HTTPServer):
    def __init__(self):
        super().__init__(("", 0), Page, bind_and_activate=False)
        self.socket = socket.socket(fileno=FIRST_DESCRIPTOR)


def main():
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        sys.exit("one socket of systemd is wanted")
    server = Server()
    ending = False

    def end(number, frame):
        nonlocal ending
        ending = True

    # What is being answered is answered; what waits is for the next process.
    signal.signal(signal.SIGTERM, end)
    server.timeout = 0.2
    while not ending:
        server.handle_request()


main()
