"""The database lets one change of a revision pass: its content is blanked, as a later revision says; and no deletion.

The revision that blanks another names its number and hash and the reason, and stands there first. On SQLite a deletion
is refused too; the test suite, which empties its databases with DELETE, drops that trigger (tests/conftest.py).

A later migration that rebuilds the table on SQLite (AlterField, RemoveField ...) drops its triggers: it must end with
``RunPython(allow_blanking, refuse_all)`` again. tests/models/test_revisions.py finds it out.
"""

from importlib import import_module

from django.db import migrations

before = import_module("essays.migrations.0002_revision_is_immutable")

KEPT = ("id", "essay_id", "number", "note", "saved_by_id", "saved_at", "previous_hash", "hash")
SQLITE = [
    *before.SQLITE_REVERSE,
    f"""
    CREATE TRIGGER essays_revision_is_immutable BEFORE UPDATE ON essays_revision
    WHEN coalesce(
        {" AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)}
        AND json_type(NEW.content, '$.blanked') = 'text'
        AND (SELECT count(*) FROM json_each(NEW.content)) = 1
        AND json_type(OLD.content, '$.blanked') IS NULL
        AND EXISTS (
            SELECT 1 FROM essays_revision AS later
            WHERE later.essay_id = OLD.essay_id AND later.number > OLD.number
            AND json_extract(later.content, '$.blanks.number') = OLD.number
            AND json_extract(later.content, '$.blanks.hash') = OLD.hash
            AND json_extract(later.content, '$.blanks.reason') = json_extract(NEW.content, '$.blanked')
        ), 0) = 0
    BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END
    """,
    """
    CREATE TRIGGER essays_revision_stays BEFORE DELETE ON essays_revision
    BEGIN SELECT RAISE(ABORT, 'a revision is never changed or deleted'); END
    """,
]
SQLITE_REVERSE = ["DROP TRIGGER IF EXISTS essays_revision_stays", *before.SQLITE_REVERSE, *before.SQLITE]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION essays_refuse_revision_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - 'content' = to_jsonb(OLD) - 'content'
            AND jsonb_typeof(NEW.content -> 'blanked') = 'string'
            AND NEW.content = jsonb_build_object('blanked', NEW.content -> 'blanked')
            AND NOT jsonb_exists(OLD.content, 'blanked')
            AND EXISTS (
                SELECT 1 FROM essays_revision AS later
                WHERE later.essay_id = OLD.essay_id AND later.number > OLD.number
                AND later.content #> '{blanks,number}' = to_jsonb(OLD.number)
                AND later.content #>> '{blanks,hash}' = OLD.hash
                AND later.content #> '{blanks,reason}' = NEW.content -> 'blanked'
            )
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a revision is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
]
POSTGRESQL_REVERSE = [
    before.POSTGRESQL[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
]


def allow_blanking(apps, schema_editor):
    before.run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def refuse_all(apps, schema_editor):
    before.run(schema_editor, {"sqlite": SQLITE_REVERSE, "postgresql": POSTGRESQL_REVERSE})


class Migration(migrations.Migration):
    dependencies = [("essays", "0008_merges_and_doubles")]
    operations = [migrations.RunPython(allow_blanking, refuse_all)]
