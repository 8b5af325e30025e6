"""Authors add pictures to the media library; editors and publishers change and delete them too."""

from django.db import migrations

RIGHTS = {
    "Authors": ("view", "add"),
    "Editors": ("view", "add", "change", "delete"),
    "Publishers": ("view", "add", "change", "delete"),
}


def permission(apps, using, verb):
    of_pictures, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="essays", model="picture")
    )
    return (
        apps.get_model("auth", "Permission")
        .objects.using(using)
        .get_or_create(
            content_type=of_pictures, codename=f"{verb}_picture", defaults={"name": f"Can {verb} picture"}
        )[0]
    )


def give(apps, schema_editor):
    using = schema_editor.connection.alias
    for name, verbs in RIGHTS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*(permission(apps, using, verb) for verb in verbs))


def take(apps, schema_editor):
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=RIGHTS):
        group.permissions.remove(*(permission(apps, using, verb) for verb in RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0033_pictures"),
    ]
    operations = [migrations.RunPython(give, take)]
