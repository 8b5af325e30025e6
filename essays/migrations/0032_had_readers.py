from django.db import migrations, models
from django.db.models import F, Q


def told_by_revisions(apps, schema_editor):
    """Essays that were withdrawn once and are worked on, or wait for their time, again."""
    Essay = apps.get_model("essays", "Essay")
    waits = ~Q(status__in=["published", "withdrawn"]) | Q(published_at__gt=F("updated_at"))
    seen = Essay.objects.filter(waits, revisions__content__status="withdrawn").values_list("pk", flat=True)
    Essay.objects.filter(pk__in=set(seen)).update(had_readers=True)


class Migration(migrations.Migration):
    dependencies = [("essays", "0031_beginnings_in_the_search_index")]
    operations = [
        migrations.AddField(
            model_name="essay",
            name="had_readers",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Readers could open it before its last step: its address is known.",
            ),
        ),
        migrations.RunPython(told_by_revisions, migrations.RunPython.noop),
    ]
