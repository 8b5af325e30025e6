"""Essays that have a time to come know it. What is past was seen to when it was set, or has nothing that hangs on it."""

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone


def plan(apps, schema_editor):
    now = timezone.now()
    essays = apps.get_model("essays", "Essay").objects.using(schema_editor.connection.alias)
    open_ones = essays.filter(status="published", discarded_at__isnull=True)
    open_ones.filter(Q(published_at__lte=now), withdrawn_at__gt=now).update(planned_at=F("withdrawn_at"))
    open_ones.filter(published_at__gt=now).update(planned_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [("essays", "0016_planned_times")]
    operations = [migrations.RunPython(plan, migrations.RunPython.noop)]
