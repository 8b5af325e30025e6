"""The permission matrix: of every address of the desk, every action and every button, who may and what it changes.

An address, an action of a list or a button of a form that has no row here fails the suite. Essays follow the table of
``tests/desk/test_roles.py``: its deeds are words of the rules (``change``, ``publish``), and ``reach`` is to work on
the essay at all. ``rows.Row`` says what a line means.
"""

from __future__ import annotations

from tests.permissions.table_essays import ESSAYS
from tests.permissions.table_records import RECORDS
from tests.permissions.table_site import SITE

TABLE = (*ESSAYS, *RECORDS, *SITE)
