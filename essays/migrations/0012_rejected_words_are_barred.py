"""What an editor rejected until now was linked nowhere in the essay: that stays so, as barred words."""

from django.db import migrations

from people.names import fold


def bar_rejected(apps, schema_editor):
    barred_words = apps.get_model("essays", "BarredWords")
    rejected = apps.get_model("essays", "Mention").objects.filter(state="rejected", decided_by="editor")
    seen = set()
    rows = rejected.order_by("pk").values_list("essay_id", "exact", "decided_by_account_id", "decided_at")
    for essay_id, words, account_id, decided_at in rows.iterator():
        key = fold(words) or words.strip()
        if key and (essay_id, key) not in seen:
            seen.add((essay_id, key))
            barred_words.objects.create(
                essay_id=essay_id, words=words, key=key, barred_by_id=account_id, barred_at=decided_at
            )


class Migration(migrations.Migration):

    dependencies = [
        ("essays", "0011_barred_words_and_linking_runs"),
    ]

    operations = [
        migrations.RunPython(bar_rejected, migrations.RunPython.noop),
    ]
