"""SQLite finds essays by the first letters of a word without reading every word that begins so.

The index holds the beginnings of two and of three letters besides; a longer one has few words. PostgreSQL's has them
sorted as it is.
"""

from importlib import import_module

from django.db import migrations

rows_of_0030 = import_module("essays.migrations.0030_search_index")

TABLE = "essays_indexedessay"
INDEX, COLUMNS, OPTIONS = rows_of_0030.TABLES[TABLE]


def make(apps, schema_editor):
    _make_anew(schema_editor, f"{OPTIONS}, prefix='2 3'")


def unmake(apps, schema_editor):
    _make_anew(schema_editor, OPTIONS)


def _make_anew(schema_editor, options):
    """The triggers name the index and stay as they are."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(f"DROP TABLE {INDEX}")
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMNS}, content='{TABLE}', content_rowid='id', {options})"
    )
    schema_editor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")


class Migration(migrations.Migration):
    dependencies = [("essays", "0030_search_index")]
    operations = [migrations.RunPython(make, unmake)]
