# The application and its job, for both ends. As its documentation has it for many short tasks: a large prefetch, no results, no
# events. CONFIRM=1 has the node confirm each message, as Duly has it.
import os

from celery import Celery

app = Celery("celery_noop", broker=os.environ["BROKER"])
app.conf.update(
    broker_pool_limit=10,
    broker_transport_options={"confirm_publish": os.environ["CONFIRM"] == "1"},
    task_default_queue=os.environ["QUEUE"],
    task_ignore_result=True,
    worker_prefetch_multiplier=100,
)

# One byte for each job that has run: the driver counts them.
runs = os.open(os.environ["RUNS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


@app.task(name="noop")
def noop(payload):
    os.write(runs, b".")
