import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_the_whole_record"),
        ("notes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="practicenote",
            name="in_its_name",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="practicenote",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="practice_notes",
                to="directory.organisation",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.organisation",
            ),
        ),
    ]
