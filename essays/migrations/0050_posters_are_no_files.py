from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("essays", "0049_posters_in_the_library")]
    operations = [
        migrations.RemoveField(model_name=model, name=name)
        for model in ("film", "historicalfilm")
        for name in ("poster_file", "poster_alt", "poster_source")
    ]
