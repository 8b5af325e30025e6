"""Authors, editors and publishers are groups; nobody who could do something before loses it.

Permissions come into being after all migrations of a run, so that on a fresh database those named here are made here.
What the groups may do is told in essays/desk/roles.py, and a test holds the two together.
"""

from django.db import migrations

ALL = ("view", "add", "change", "delete")
AUTHORS = {
    **dict.fromkeys(("essay", "byline", "essaytag", "subject"), ALL),
    **dict.fromkeys(("mention", "finding"), ("view", "change")),
    **dict.fromkeys(
        ("credit", "critic", "film", "filmtitle", "mentioncandidate", "revision", "source", "alias", "person", "tag"),
        ("view",),
    ),
}
EDITORS = {
    **AUTHORS,
    **dict.fromkeys(
        (
            *("credit", "critic", "criticalias", "film", "filmfigure", "filmidentifier", "filmrelease", "filmtag"),
            *("filmtitle", "finding", "mention", "mentioncandidate"),
            *("alias", "person", "personidentifier", "persontag", "tag", "tagsynonym"),
        ),
        ALL,
    ),
}
OF_PEOPLE = {"alias", "person", "personidentifier", "persontag", "tag", "tagsynonym"}
REACH = ("reach_every_essay", "Can work on the essays of others")
REVIEW = ("review_essay", "Can approve essays and return them")
PUBLISH = ("publish_essay", "Can publish and withdraw essays")
ROLES = {
    "Authors": (AUTHORS, ()),
    "Editors": (EDITORS, (REACH, REVIEW)),
    "Publishers": (EDITORS, (REACH, REVIEW, PUBLISH)),
}


class Rights:
    """Permissions by name, made where they are missing, on the database that the migration runs on."""

    def __init__(self, apps, schema_editor):
        self.apps, self.using = apps, schema_editor.connection.alias

    def rows(self, app, model):
        return self.apps.get_model(app, model).objects.using(self.using)

    def named(self, codename, name, model="essay"):
        app = "people" if model in OF_PEOPLE else "essays"
        of_model, _ = self.rows("contenttypes", "ContentType").get_or_create(app_label=app, model=model)
        found, _ = self.rows("auth", "Permission").get_or_create(
            content_type=of_model, codename=codename, defaults={"name": name}
        )
        return found

    def of(self, models, more):
        for model, verbs in models.items():
            app = "people" if model in OF_PEOPLE else "essays"
            words = self.apps.get_model(app, model)._meta.verbose_name
            for verb in verbs:
                yield self.named(f"{verb}_{model}", f"Can {verb} {words}", model)
        for codename, name in more:
            yield self.named(codename, name)

    def holders(self, codename):
        """Groups and accounts that hold this right of essays."""
        right = {"content_type__app_label": "essays", "codename": codename}
        yield from (
            group.permissions
            for group in self.rows("auth", "Group").filter(
                permissions__in=self.rows("auth", "Permission").filter(**right)
            )
        )
        yield from (
            account.user_permissions
            for account in self.rows("essays", "Account").filter(
                user_permissions__in=self.rows("auth", "Permission").filter(**right)
            )
        )


def make_roles(apps, schema_editor):
    rights = Rights(apps, schema_editor)
    for had, needs in ((("view_essay", "change_essay", "delete_essay"), REACH), (("publish_essay",), REVIEW)):
        for codename in had:
            for held in list(rights.holders(codename)):
                held.add(rights.named(*needs))
    groups = {}
    for role, (models, more) in ROLES.items():
        groups[role], _ = rights.rows("auth", "Group").get_or_create(name=role)
        groups[role].permissions.add(*rights.of(models, more))
    publish = rights.named(*PUBLISH)
    if groups["Editors"].permissions.filter(pk=publish.pk).exists():  # made before there were publishers
        for editor in groups["Editors"].user_set.all():
            editor.groups.add(groups["Publishers"])
        groups["Editors"].permissions.remove(publish)


def unmake_roles(apps, schema_editor):
    rights = Rights(apps, schema_editor)
    made = rights.rows("auth", "Group")
    for editors in made.filter(name="Editors"):
        if editors.user_set.exists():
            editors.permissions.add(rights.named(*PUBLISH))
        else:
            editors.delete()
    made.filter(name__in=["Authors", "Publishers"]).delete()
    new = [REACH[0], REVIEW[0]]
    rights.rows("auth", "Permission").filter(content_type__app_label="essays", codename__in=new).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0006_source_text"),
        ("people", "0001_initial"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="essay",
            options={
                "ordering": ["-updated_at", "-id"],
                "permissions": [REACH, REVIEW, PUBLISH],
            },
        ),
        migrations.RunPython(make_roles, unmake_roles),
    ]
