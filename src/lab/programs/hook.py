"""Takes what is posted, one line of JSON each to the file named, and answers as the file /run/lab/answer says; 200 without it."""
import http.server
import json
import pathlib
import sys


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = pathlib.Path("/run/lab/answer")
        status = int(answer.read_text()) if answer.exists() else 200
        if status == 200:
            with open(sys.argv[2], "a") as file:
                file.write(json.dumps({"key": self.headers["Idempotency-Key"], "body": body}) + "\n")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Hook).serve_forever()
