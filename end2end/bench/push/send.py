"""pywebpush at its best: one session, one key read once. See server/examples/bench_push.rs."""

import json
import sys
import time

import requests
from py_vapid import Vapid
from pywebpush import webpush

setup_file, count = sys.argv[1:]
with open(setup_file, encoding="utf-8") as file:
    setup = json.load(file)
total = int(count)
session = requests.Session()
key = Vapid.from_string(setup["privateKey"])


def send(n):
    """One message; whether it was taken."""
    answer = webpush(
        subscription_info=setup["devices"][n % len(setup["devices"])],
        data=setup["payload"],
        vapid_private_key=key,
        vapid_claims={"sub": setup["subject"]},
        ttl=3600,
        headers={"Urgency": "high", "Topic": "0193a7c2f1"},
        requests_session=session,
        timeout=10,
    )
    return answer.status_code == 201


send(0)
start, cpu = time.perf_counter(), time.process_time()
sent = sum(send(n) for n in range(total))
cpu, wall = time.process_time() - cpu, time.perf_counter() - start
if sent != total:
    sys.exit(f"only {sent} of {total} were taken")
print(json.dumps({"sent": sent, "cpu_s": cpu, "wall_s": wall}))
