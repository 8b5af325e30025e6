"""The database itself refuses to change a revision, whoever asks.

PostgreSQL refuses to delete one too; to empty the tables of a test database it uses TRUNCATE, which passes. SQLite
empties them with DELETE, so that there only a change is refused and the models refuse the rest.

A later migration that rebuilds the table on SQLite (AlterField, RemoveField ...) drops its triggers: it must end with
``RunPython(make_immutable, make_mutable)`` again. tests/models/test_revisions.py finds it out.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER essays_revision_is_immutable BEFORE UPDATE ON essays_revision
    BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END
    """,
]
SQLITE_REVERSE = ["DROP TRIGGER IF EXISTS essays_revision_is_immutable"]
POSTGRESQL = [
    """
    CREATE FUNCTION essays_refuse_revision_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a revision is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation'; END
    $$
    """,
    """
    CREATE TRIGGER essays_revision_is_immutable BEFORE UPDATE OR DELETE ON essays_revision
    FOR EACH ROW EXECUTE FUNCTION essays_refuse_revision_change()
    """,
]
POSTGRESQL_REVERSE = [
    "DROP TRIGGER IF EXISTS essays_revision_is_immutable ON essays_revision",
    "DROP FUNCTION IF EXISTS essays_refuse_revision_change()",
]


def make_immutable(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def make_mutable(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_REVERSE, "postgresql": POSTGRESQL_REVERSE})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("essays", "0001_initial")]
    operations = [migrations.RunPython(make_immutable, make_mutable)]
