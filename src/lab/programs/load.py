"""Sends requests at a steady rate, each on a connection of its own, until SIGTERM; what lab tests put on a proxy.

Arguments: the URL, requests a second, and the file that gets the result, a line of JSON: how many were sent, how many failed (any
status but 200, no answer within 10 s), the first failures, how often each answer came, and the longest time in seconds. At most 100
are under way at once, and what could not be sent in time is not made up for. The file PATH.begun is there once it has begun.
"""
import collections
import concurrent.futures
import json
import signal
import sys
import threading
import time
import urllib.request

URL, RATE, RESULT = sys.argv[1], int(sys.argv[2]), sys.argv[3]
LATE = 0.05
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
lock = threading.Lock()
answers, failures, longest = collections.Counter(), [], 0.0
slots = threading.Semaphore(100)


def ask():
    global longest
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(URL, timeout=10) as answer:
            text = answer.read().decode().strip()
        with lock:
            answers[text] += 1
    except Exception as error:
        with lock:
            failures.append(f"{time.time():.3f} {error}")
    finally:
        slots.release()
        with lock:
            longest = max(longest, time.monotonic() - begun)


sent, begun = 0, time.monotonic()
start = begun
with concurrent.futures.ThreadPoolExecutor(100) as pool:
    open(RESULT + ".begun", "w").close()
    while not stop.is_set():
        due = start + sent / RATE
        stop.wait(max(0.0, due - time.monotonic()))
        slots.acquire()
        pool.submit(ask)
        sent += 1
        start += max(0.0, time.monotonic() - due - LATE)
with open(RESULT, "w") as file:
    json.dump({"sent": sent, "failed": len(failures), "failures": failures[:20], "answers": answers, "longest": longest,
               "seconds": time.monotonic() - begun}, file)
