"""
Has the blackbox exporter probe many targets in turn, as Prometheus would: each once a period, spread evenly over it. What this costs is
not counted. Arguments: the port of the exporter, module, period and deadline in
seconds, and a file with a target a line.
"""
import asyncio
import sys
import time


async def ask(port, query, deadline):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /probe?{query} HTTP/1.0\r\nX-Prometheus-Scrape-Timeout-Seconds: {deadline}\r\n\r\n".encode())
        await reader.read()
        writer.close()
    except OSError as error:
        print(f"cannot ask the exporter: {error}", file=sys.stderr)


async def scrape(port, module, period, deadline, targets):
    begin, under_way = time.monotonic(), set()
    turn = 0
    while True:
        for number, target in enumerate(targets):
            await asyncio.sleep(begin + period * (turn + number / len(targets)) - time.monotonic())
            task = asyncio.ensure_future(ask(port, f"module={module}&target={target}", deadline))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        turn += 1


def main():
    port, module, period, deadline = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open(sys.argv[5]) as targets:
        asyncio.run(scrape(port, module, period, deadline, targets.read().split()))


main()
