import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forums", "0009_windows_by_their_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OldForumAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("forum", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="old_addresses", to="forums.forum")),
            ],
        ),
    ]
