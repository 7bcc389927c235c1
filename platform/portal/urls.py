from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from portal.feeds import DirectoryFeed, ForumsFeed, ListFeed, NeedsFeed, NotesFeed
from portal.sitemaps import SITEMAPS
from portal.views import about, health, home, people, retention, transparency

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("people/<str:handle>/", people.person, name="person"),
    path("about/", about.page, {"name": "about"}, name="about"),
    *(
        path(f"about/{name}/", about.kept, {"name": name}, name=name)
        for name in ("rules", "privacy", "terms")
    ),
    path("about/<slug:name>/versions/", about.versions, name="wordings"),
    path("about/<slug:name>/versions/<id:number>/", about.version, name="wording"),
    path("about/help/", about.page, {"name": "help"}, name="help"),
    path("about/accessibility/", about.page, {"name": "accessibility"}, name="accessibility"),
    path("about/data/", about.page, {"name": "data"}, name="data"),
    path("about/status/", health.status, name="status"),
    path("about/transparency/", transparency.page, name="transparency"),
    path("about/retention/", retention.page, name="retention"),
    path("about/transparency.csv", transparency.table, name="transparency_table"),
    path("feeds/", about.page, {"name": "feeds"}, name="feeds"),
    path("feeds/forums.xml", ForumsFeed(), name="feed-forums"),
    path("feeds/forums/<slug:word>.xml", ListFeed(), {"kind": "forum"}, name="feed-forum"),
    *(
        path(f"feeds/forums/{kind}/<str:word>.xml", ListFeed(), {"kind": kind}, name=f"feed-{kind}")
        for kind in ("tag", "region", "by")
    ),
    path("feeds/notes.xml", NotesFeed(), name="feed-notes"),
    path("feeds/directory.xml", DirectoryFeed(), name="feed-directory"),
    path("feeds/needs.xml", NeedsFeed(), name="feed-needs"),
    path("logo/<slug:mark>.webp", about.logo, name="logo"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "portal:sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", about.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
