#!/usr/bin/env python
"""Django's command line for this project."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    gc.set_threshold(
        50_000
    )  # modules are no garbage: at Python's own 700, a tenth of the start is spent looking for some
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # says what to set; where in the settings it was raised helps nobody
        sys.exit(str(error))
