"""Editors and publishers may merge records; what was given by hand stays."""

from django.db import migrations

GROUPS = ("Editors", "Publishers")
RIGHT = ("merge_records", "Can merge people, films and tags, and undo a merge")


def give(apps, schema_editor):
    using = schema_editor.connection.alias
    of_model, _ = (
        apps.get_model("contenttypes", "ContentType").objects.using(using).get_or_create(app_label="essays", model="merge")
    )
    right, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(using)
        .get_or_create(content_type=of_model, codename=RIGHT[0], defaults={"name": RIGHT[1]})
    )
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.add(right)


def take(apps, schema_editor):
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.remove(
            *group.permissions.filter(content_type__app_label="essays", codename=RIGHT[0]),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0012_rejected_words_are_barred"),
    ]
    operations = [migrations.RunPython(give, take)]
