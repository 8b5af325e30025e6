"""Publishers write what the site says of itself."""

from django.db import migrations

RIGHTS = ("view", "add", "change", "delete")
GROUPS = ("Publishers",)


def permissions(apps, using):
    of_pages, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="essays", model="fixedpage")
    )
    for verb in RIGHTS:
        yield apps.get_model("auth", "Permission").objects.using(using).get_or_create(
            content_type=of_pages, codename=f"{verb}_fixedpage", defaults={"name": f"Can {verb} fixed page"}
        )[0]


def give_rights(apps, schema_editor):
    using = schema_editor.connection.alias
    for name in GROUPS:
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*permissions(apps, using))


def take_rights(apps, schema_editor):
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.remove(*permissions(apps, using))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0040_fixed_pages"),
    ]
    operations = [migrations.RunPython(give_rights, take_rights)]
