"""Look at every cell of the permission matrix: each role at each address, by each deed and method, on each essay.

    python -m tests.drills.permissions [--only TEXT] [--share 1/2]

``DATABASE_URL`` says which database; a test database is made beside it and dropped. Prints a line for each cell that
is not as the table says, then how many there are; exits with 1 where there was one. ``--only`` takes the rows in whose
name the text stands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--share", default="1/1", help="the first of two halves is 1/2")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    from tests.permissions.cells import cells, look
    from tests.permissions.table import TABLE
    from tests.permissions.world import build_world

    setup_test_environment()
    number, of = map(int, options.share.split("/"))
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    started = time.monotonic()
    count, faults = 0, 0
    try:
        with transaction.atomic():
            world = build_world()
            rows = [row for row in TABLE if options.only in row.name]
            for cell in [cell for place, cell in enumerate(cells(rows)) if place % of == number - 1]:
                count += 1
                if fault := look(cell, world):
                    faults += 1
                    print(fault, flush=True)
            transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    minutes = (time.monotonic() - started) / 60
    print(f"{len(rows)} rows, {count} cells, {faults} not as the table says ({minutes:.1f} min).")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
