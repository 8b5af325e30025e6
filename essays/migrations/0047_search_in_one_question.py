"""PostgreSQL ranks in one question: head first, then said often, then said at all, each essay once.

Three questions sent the same thousands of essays up to three times, and read a phrase in each of them. The essays that
hold the words are found by the index; only of those that are left is the row read, and the phrase looked for in it.
The ways of joining that read a whole table are closed, as in ``0042_search_by_index.py``, whose function for phrases
nothing asks any more.
"""

from django.db import migrations

SEEN = "i.live_from <= seen AND (i.live_until IS NULL OR i.live_until > seen)"


def tier(query, *, before=()):
    """The rows that hold ``query``; none where a tier before it was enough."""
    enough = " OR ".join(f"(SELECT count(*) FROM {name}) >= most" for name in before)
    most = f"CASE WHEN {enough} THEN 0 ELSE most END" if before else "most"
    return f"SELECT i.ctid AS place FROM essays_indexedessay i WHERE i.vector @@ {query} AND {SEEN} LIMIT {most}"


RANKED = f"""
CREATE FUNCTION essays_ranked(
    heading tsquery, often tsquery, holding tsquery, wanted tsquery, seen timestamptz, most integer
) RETURNS TABLE (essay_id bigint, live_from double precision, facets text) LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH head AS MATERIALIZED ({tier("heading")}),
    said AS MATERIALIZED ({tier("often", before=("head",))}),
    held AS MATERIALIZED ({tier("holding", before=("head", "said"))}),
    found AS MATERIALIZED (
        SELECT place, min(tier) AS tier FROM (
            SELECT place, 0 AS tier FROM head UNION ALL SELECT place, 1 FROM said UNION ALL SELECT place, 2 FROM held
        ) each_tier GROUP BY place ORDER BY 2 LIMIT most
    )
    SELECT i.essay_id, extract(epoch FROM i.live_from)::double precision, i.facets
    FROM found JOIN essays_indexedessay i ON i.ctid = found.place
    WHERE wanted IS NULL OR i.vector @@ wanted
    ORDER BY found.tier, i.live_from DESC, i.essay_id DESC
$$
"""
PHRASED = f"""
CREATE FUNCTION essays_phrased(holding tsquery, wanted tsquery, seen timestamptz, looked_at integer, most integer)
RETURNS TABLE (essay_id bigint, live_from double precision, facets text) LANGUAGE sql STABLE
SET enable_seqscan = off AS $$
    SELECT r.essay_id, extract(epoch FROM r.live_from)::double precision, r.facets FROM (
        SELECT i.essay_id, i.live_from, i.facets, i.vector
        FROM essays_indexedessay i WHERE i.vector @@ holding AND {SEEN} LIMIT looked_at
    ) r WHERE r.vector @@ wanted LIMIT most
$$
"""
DROP_RANKED = "DROP FUNCTION essays_ranked(tsquery, tsquery, tsquery, tsquery, timestamptz, integer)"
DROP_PHRASED = "DROP FUNCTION essays_phrased(tsquery, tsquery, timestamptz, integer, integer)"


def make(apps, schema_editor):
    run(schema_editor, [RANKED, DROP_PHRASED])


def unmake(apps, schema_editor):
    run(schema_editor, [PHRASED, DROP_RANKED])


def run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("essays", "0046_logo")]
    operations = [migrations.RunPython(make, unmake)]
