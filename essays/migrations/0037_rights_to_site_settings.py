"""Publishers say what the site is called and how it is run."""

from django.db import migrations

RIGHTS = ("view", "change")


def permissions(apps, using):
    of_settings, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="essays", model="sitesettings")
    )
    for verb in RIGHTS:
        yield apps.get_model("auth", "Permission").objects.using(using).get_or_create(
            content_type=of_settings, codename=f"{verb}_sitesettings", defaults={"name": f"Can {verb} site settings"}
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
        ("essays", "0036_site_settings"),
    ]
    operations = [migrations.RunPython(give_rights, take_rights)]
