"""How gunicorn serves the site on one's own machine; bin/local_site.py starts it and says where."""

import os
import subprocess
import sys

bind = os.environ["LOCAL_BIND"]
worker_class = "gthread"
threads = 8
loglevel = "warning"


beside: list[subprocess.Popen[bytes]] = []  # the worker that does what outlasts a request


def when_ready(server: object) -> None:
    """Starts the worker, and says where the site is once it answers there."""
    beside.append(subprocess.Popen([sys.executable, "manage.py", "db_worker", "--verbosity", "0"]))
    print(f"\nDouble Bill is at http://{bind}/ and its desk at http://{bind}/admin/", flush=True)
    print("Stop it with Ctrl+C.\n", flush=True)


def on_exit(server: object) -> None:
    """Ends the worker with the site; a document that it is at is stored whole or not at all."""
    for worker in beside:
        worker.terminate()
        worker.wait()
