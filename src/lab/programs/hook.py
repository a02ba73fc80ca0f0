"""Takes what is posted, one line of JSON each to the file named, and answers as a file says, 200 without it.

The file is /run/lab/answer for all addresses, or /run/lab/answer-NAME for /NAME alone. It holds a status; or `hang`: no answer is ever
given; `cut`: the connection ends without one; `taken`: the same, but what was posted is taken.
"""
import http.server
import json
import pathlib
import sys
import threading
import time

writing = threading.Lock()


def answer_to(path):
    files = [pathlib.Path("/run/lab/answer" + path.replace("/", "-")), pathlib.Path("/run/lab/answer")]
    return next((file.read_text().strip() for file in files if file.exists()), "200")


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = answer_to(self.path)
        if answer in ("200", "taken"):
            line = json.dumps({"at": time.time(), "path": self.path, "key": self.headers["Idempotency-Key"], "body": body})
            with writing, open(sys.argv[2], "a") as file:
                file.write(line + "\n")
        if answer == "hang":
            self.connection.recv(1)  # until the other side has had enough
        if answer in ("hang", "cut", "taken"):
            self.close_connection = True
            return
        self.send_response(int(answer))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hook).serve_forever()
