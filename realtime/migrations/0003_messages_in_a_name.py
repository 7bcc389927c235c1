import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_the_whole_record"),
        ("realtime", "0002_conversations"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="directory.organisation",
            ),
        ),
    ]
