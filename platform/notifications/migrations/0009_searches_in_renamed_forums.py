"""A saved list of conversations names its forum by the slug: it follows the forums that had to give way."""

from urllib.parse import parse_qsl, urlencode

from django.db import migrations


def follow(apps, schema_editor):
    SavedSearch = apps.get_model("notifications", "SavedSearch")
    OldForumAddress = apps.get_model("forums", "OldForumAddress")
    for slug, new in OldForumAddress.objects.values_list("slug", "forum__slug"):
        for search in SavedSearch.objects.filter(kind="topics", query__contains=f"forum={slug}"):
            asked = parse_qsl(search.query, keep_blank_values=True)
            query = urlencode([(name, new if (name, value) == ("forum", slug) else value) for name, value in asked])
            alike = SavedSearch.objects.filter(person=search.person_id, kind="topics", query=query)
            if query != search.query and not alike.exists():
                SavedSearch.objects.filter(pk=search.pk).update(query=query)


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0008_replies_by_mail_that_wait"),
        ("forums", "0011_forums_whose_words_are_taken"),
    ]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
