"""What the engines search the rows of the index by: kept by the database itself, as the rows change.

SQLite: FTS5 tables over the rows, which triggers renew; of the terms one of the runs of three letters in them. A later
migration that rebuilds one of these tables (AlterField, RemoveField ...) drops its triggers and must make them again.
PostgreSQL: generated columns of lexemes with GIN indexes, and pg_trgm, which whoever may create in the database may
install since PostgreSQL 13.
"""

from django.db import migrations

# table -> (index, columns, options of the index)
TABLES = {
    "essays_indexedessay": ("essays_essayindex", "facets, tiers, words", "tokenize=\"ascii tokenchars '_'\""),
    "essays_indexedname": ("essays_nameindex", "words", "tokenize=\"ascii tokenchars '_'\", prefix='1 2 3'"),
    "essays_indexedterm": ("essays_termindex", "term", "tokenize='trigram', detail='none'"),
}


def sqlite():
    for table, (index, columns, options) in TABLES.items():
        old, new = (", ".join(f"{row}.{column}" for column in columns.split(", ")) for row in ("old", "new"))
        if table == "essays_indexedterm":  # both ends are marked
            old, new = "'^' || old.term || '^'", "'^' || new.term || '^'"
            yield f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content='', {options})"
        else:
            yield (
                f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content='{table}', content_rowid='id', {options})"
            )
        out = f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', old.id, {old})"
        into = f"INSERT INTO {index} (rowid, {columns}) VALUES (new.id, {new})"
        yield f"CREATE TRIGGER {index}_made AFTER INSERT ON {table} BEGIN {into}; END"
        yield f"CREATE TRIGGER {index}_gone AFTER DELETE ON {table} BEGIN {out}; END"
        yield f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {columns} ON {table} BEGIN {out}; {into}; END"


def sqlite_reverse():
    for index, _, _ in TABLES.values():
        for when in ("made", "gone", "changed"):
            yield f"DROP TRIGGER IF EXISTS {index}_{when}"
        yield f"DROP TABLE IF EXISTS {index}"


POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    ALTER TABLE essays_indexedessay ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, words)
        || array_to_tsvector(string_to_array(rtrim(facets || ' ' || tiers), ' '))
    ) STORED
    """,
    "CREATE INDEX essays_essayindex ON essays_indexedessay USING gin (vector) WITH (fastupdate = off)",
    """
    ALTER TABLE essays_indexedname ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
    """,
    "CREATE INDEX essays_nameindex ON essays_indexedname USING gin (vector) WITH (fastupdate = off)",
    "CREATE INDEX essays_termindex ON essays_indexedterm USING gin (term gin_trgm_ops) WITH (fastupdate = off)",
]
POSTGRESQL_REVERSE = [
    "DROP INDEX IF EXISTS essays_termindex",
    "ALTER TABLE essays_indexedname DROP COLUMN vector",  # each with its index; the extension may serve others too
    "ALTER TABLE essays_indexedessay DROP COLUMN vector",
]


def make(apps, schema_editor):
    run(schema_editor, {"sqlite": sqlite(), "postgresql": POSTGRESQL})


def unmake(apps, schema_editor):
    run(schema_editor, {"sqlite": sqlite_reverse(), "postgresql": POSTGRESQL_REVERSE})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("essays", "0029_search_rows")]
    operations = [migrations.RunPython(make, unmake)]
