"""Visits a page all the time while a command runs, and tells how that went: visitor.py PORT COMMAND [ARGUMENT..]"""

import http.client
import subprocess
import sys
import threading

VISITORS = 4


def visit(port, over, answers, failures):
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            answers.append(connection.getresponse().read())
        except OSError as fault:
            failures.append(repr(fault))
        except http.client.HTTPException as fault:
            failures.append(repr(fault))
        finally:
            connection.close()


def main():
    port = int(sys.argv[1])
    over = threading.Event()
    answers, failures = [], []
    visitors = [threading.Thread(target=visit, args=(port, over, answers, failures)) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    status = subprocess.run(sys.argv[2:]).returncode
    over.set()
    for visitor in visitors:
        visitor.join()
    print(f"status {status} answers {len(answers)} from {len(set(answers))} processes, failures {failures[:5]}")


main()
