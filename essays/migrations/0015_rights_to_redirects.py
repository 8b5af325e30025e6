"""Publishers decide where old addresses lead."""

from django.db import migrations

RIGHTS = ("view", "add", "change", "delete")


def permissions(apps, using):
    of_redirects, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="essays", model="redirect")
    )
    for verb in RIGHTS:
        yield apps.get_model("auth", "Permission").objects.using(using).get_or_create(
            content_type=of_redirects, codename=f"{verb}_redirect", defaults={"name": f"Can {verb} redirect"}
        )[0]


def give_rights(apps, schema_editor):
    using = schema_editor.connection.alias
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name="Publishers")
    group.permissions.add(*permissions(apps, using))


def take_rights(apps, schema_editor):
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Publishers"):
        group.permissions.remove(*permissions(apps, using))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0014_redirects"),
    ]
    operations = [migrations.RunPython(give_rights, take_rights)]
