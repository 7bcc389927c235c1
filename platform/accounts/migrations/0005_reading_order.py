from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_levels'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='reading_order',
            field=models.CharField(choices=[('tree', 'As a conversation: answers under what they answer'), ('time', 'In order of time: as they were written')], default='tree', max_length=4),
        ),
    ]
