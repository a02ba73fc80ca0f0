"""A web server that answers as nobody should. Argument: the port, on the loopback interface.

/endless never ends its body; /bomb is 1 GiB of zeros in 1 MB of gzip; /header has a header that never ends; /drip sends a byte a second;
/file, /link-local and /circle redirect to where nobody should follow.
"""
import gzip
import http.server
import io
import sys
import time

LOCATIONS = {
    "/file": "file:///etc/passwd",
    "/link-local": "http://169.254.169.254/latest/meta-data/",
    "/circle": "/circle",
}


def bomb():
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))
    return packed.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bomb = bomb()

    def do_GET(self):
        try:
            self.answer()
        except OSError:
            pass  # whoever asked has had enough
        self.close_connection = True

    def answer(self):
        if self.path in LOCATIONS:
            self.send_response(302)
            self.send_header("Location", LOCATIONS[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/bomb":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(self.bomb)))
            self.end_headers()
            self.wfile.write(self.bomb)
        elif self.path == "/header":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                self.wfile.write(bytes(65536).replace(b"\0", b"x"))
        else:
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * (1 if self.path == "/drip" else 65536))
                if self.path == "/drip":
                    time.sleep(1)

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
