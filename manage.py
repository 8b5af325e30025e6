#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from essays.desk.collecting import collect_seldom

if __name__ == "__main__":
    collect_seldom()  # modules are no garbage: at Python's own pace, a tenth of the start is a search for some
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # says what to set; where in the settings it was raised helps nobody
        sys.exit(str(error))
