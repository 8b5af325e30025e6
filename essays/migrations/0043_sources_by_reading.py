from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("essays", "0042_search_by_index")]
    operations = [
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["read_at", "id"], name="source_by_reading"),
        ),
    ]
