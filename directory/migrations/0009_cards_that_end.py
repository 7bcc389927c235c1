from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", '0008_hours_by_season')]

    operations = [
        migrations.AddField(
            model_name="card",
            name="told_of_end",
            field=models.DateField(blank=True, null=True),
        ),
    ]
