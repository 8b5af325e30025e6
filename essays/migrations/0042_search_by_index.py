"""PostgreSQL finds essays by the index of their words, never by reading the essays one after another.

Its planner knows the table's pages and not those beside it where long values lie, and for a word that most essays have
it chooses to read them all: ten times the work. The functions ask with that way closed. ``seen`` is when the reader
asks; times are answered in seconds since 1970, as thousands are read of which none is shown.
"""

from django.db import migrations

SEEN = "i.live_from <= seen AND (i.live_until IS NULL OR i.live_until > seen)"
ANSWER = "TABLE (essay_id bigint, live_from double precision, facets text) LANGUAGE sql STABLE SET enable_seqscan = off"
FUNCTIONS = [
    f"""
    CREATE FUNCTION essays_found(wanted tsquery, seen timestamptz, most integer) RETURNS {ANSWER} AS $$
        SELECT i.essay_id, extract(epoch FROM i.live_from)::double precision, i.facets
        FROM essays_indexedessay i WHERE i.vector @@ wanted AND {SEEN} LIMIT most
    $$
    """,
    f"""
    CREATE FUNCTION essays_phrased(holding tsquery, wanted tsquery, seen timestamptz, looked_at integer, most integer)
    RETURNS {ANSWER} AS $$
        SELECT r.essay_id, extract(epoch FROM r.live_from)::double precision, r.facets FROM (
            SELECT i.essay_id, i.live_from, i.facets, i.vector
            FROM essays_indexedessay i WHERE i.vector @@ holding AND {SEEN} LIMIT looked_at
        ) r WHERE r.vector @@ wanted LIMIT most
    $$
    """,
]
REVERSE = [
    "DROP FUNCTION essays_phrased(tsquery, tsquery, timestamptz, integer, integer)",
    "DROP FUNCTION essays_found(tsquery, timestamptz, integer)",
]


def make(apps, schema_editor):
    run(schema_editor, FUNCTIONS)


def unmake(apps, schema_editor):
    run(schema_editor, REVERSE)


def run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("essays", "0041_rights_to_fixed_pages")]
    operations = [migrations.RunPython(make, unmake)]
