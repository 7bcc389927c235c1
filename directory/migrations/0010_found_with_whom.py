import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0009_cards_that_end'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='card',
            name='outcome',
            field=models.CharField(blank=True, choices=[('found', 'found here'), ('elsewhere', 'found elsewhere'), ('gone', 'no longer')], max_length=9),
        ),
        migrations.CreateModel(
            name='FoundWith',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='found_with', to='directory.card')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('card', 'organisation'), name='named_once_a_card'), models.UniqueConstraint(condition=models.Q(('declined_at', None)), fields=('card',), name='one_found_a_card'), models.CheckConstraint(condition=models.Q(('agreed_at', None), ('declined_at', None), _connector='OR'), name='agreed_or_declined')],
            },
        ),
    ]
