"""How gunicorn serves the site on one's own machine; bin/local_site.py starts it and says where."""

import os

bind = os.environ["LOCAL_BIND"]
worker_class = "gthread"
threads = 8
loglevel = "warning"


def when_ready(server: object) -> None:
    """Says where the site is once it answers there."""
    print(f"\nDouble Bill is at http://{bind}/ and its desk at http://{bind}/admin/", flush=True)
    print("Stop it with Ctrl+C.\n", flush=True)
