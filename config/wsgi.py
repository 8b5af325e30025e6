"""The WSGI callable that a server imports."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What was loaded by now stays for good: the collector need not look through it again, which takes as long as a search.
gc.collect()
gc.freeze()
