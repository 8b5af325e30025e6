import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("essays", "0047_search_in_one_question")]
    operations = [
        migrations.RenameField(model_name="film", old_name="poster", new_name="poster_file"),
        migrations.RenameField(model_name="historicalfilm", old_name="poster", new_name="poster_file"),
        migrations.AddField(
            model_name="film",
            name="poster",
            field=models.ForeignKey(
                blank=True,
                help_text="A picture of the library. What it shows and whose it is are said with the picture.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="essays.picture",
            ),
        ),
        migrations.AddField(
            model_name="historicalfilm",
            name="poster",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="A picture of the library. What it shows and whose it is are said with the picture.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="essays.picture",
            ),
        ),
    ]
