# Celery, told what to do line by line on its standard input; answers each with a line. Its worker has two processes, which have
# started before the clock does and then are given the queue.
#
#   python3 celery_peer.py amqp://USER:PASSWORD@HOST:PORT//[?confirm] SLOTS BULK
import os
import subprocess
import sys
import threading
import time
import uuid

URL, _, OPTION = sys.argv[1].partition("?")
BULK = int(sys.argv[3])
PAYLOAD = {"text": "x" * 189}
ME = uuid.uuid4().hex
QUEUE, IDLE, WORKER = "celery-" + ME, "idle-" + ME, "worker@" + ME
RUNS = os.path.join(os.getcwd(), "runs-" + ME)
os.environ.update(BROKER=URL, CONFIRM="1" if OPTION == "confirm" else "0", QUEUE=QUEUE, RUNS=RUNS)

from celery_noop import app, noop  # noqa: E402: it reads the environment

worker = None
expected = 0


def enqueue(jobs):
    with app.producer_or_acquire() as producer:
        for _ in range(jobs):
            noop.apply_async((PAYLOAD,), producer=producer)


def singly(jobs, threads):
    def call():
        for _ in range(jobs // threads):
            noop.delay(PAYLOAD)

    callers = [threading.Thread(target=call) for _ in range(threads)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


# A worker that is up, on a queue in which nothing comes.
def start():
    global worker
    command = [sys.executable, "-m", "celery", "-A", "celery_noop", "worker", "-c", "2", "-Q", IDLE, "-n", WORKER, "-l", "ERROR"]
    lean = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = subprocess.Popen(command + lean, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(60):
        if app.control.ping(destination=[WORKER], timeout=0.5):
            return
    raise RuntimeError("the worker did not start")


def work(jobs, produce):
    global expected
    if worker is None:
        start()
    expected += jobs
    app.control.add_consumer(QUEUE, destination=[WORKER])
    produce()
    while os.path.getsize(RUNS) < expected:
        if worker.poll() is not None:
            raise RuntimeError("the worker has ended")
        time.sleep(0.001)


# Nobody's clock runs.
def finish():
    if worker is not None:
        worker.terminate()
        worker.wait()
        done = os.path.getsize(RUNS)
        if done != expected:
            raise RuntimeError(f"{done} of {expected} jobs are done")
    with app.connection_for_write() as connection:
        for queue in (QUEUE, IDLE):
            connection.default_channel.queue_delete(queue)
    os.remove(RUNS)


# Warm before the clock runs, as the others are.
enqueue(2 * BULK)
singly(800, 8)
with app.connection_for_write() as connection:
    connection.default_channel.queue_purge(QUEUE)

print("ready", flush=True)
for line in sys.stdin:
    what, jobs, *threads = line.split()
    many = int(jobs)
    if what == "enqueue":
        enqueue(many)
    elif what == "singly":
        singly(many, int(threads[0]))
    elif what == "prepare":
        start()
    elif what == "finish":
        finish()
    elif what == "drain":
        work(many, lambda: None)
    elif what == "sustain":
        work(many, lambda: enqueue(many))
    print("ok", flush=True)
