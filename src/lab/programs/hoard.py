"""A service that takes 200 MiB once /run/lab/NAME is there, and removes that file before. Arguments: NAME, and "child" where
another process of it is to take them.
"""
import os
import sys
import time

wanted = os.path.join("/run/lab", sys.argv[1])
while not os.path.exists(wanted):
    time.sleep(0.1)
os.remove(wanted)
if sys.argv[2:] == ["child"] and os.fork():
    os.wait()
else:
    hoard = bytearray(200 * 1024 * 1024)
time.sleep(600)
