"""Every address of the site. The only place that knows every room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts import sso
from accounts.views.profile import language
from kernel.look_gallery import gallery

urlpatterns = [
    path("setup/", include("portal.setup_urls")),
    path("directory/", include("directory.urls")),
    path("forums/", include("notifications.list_urls")),
    path("forums/", include("forums.urls")),
    path("", include("curation.urls")),
    path("notes/", include("notes.urls")),
    path("chat/", include("realtime.chat.urls")),
    path("", include("realtime.push.urls")),
    path("search/", include("search.urls")),
    path("notifications/", include("notifications.urls")),
    path("moderation/", include("moderation.urls")),
    path("accounts/language/", language, name="set_language"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/oidc/<slug:provider_id>/login/", sso.login, name="openid_connect_login"),
    path(
        "accounts/oidc/<slug:provider_id>/login/callback/",
        sso.callback,
        name="openid_connect_callback",
    ),
    path("accounts/sso/", include("allauth.socialaccount.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("api/v1/", include("api.urls")),
    # Of many first words: last, since every address before them would be tried against all of these.
    path("", include("portal.urls")),
    path("", include("composing.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("look/", gallery, name="look"))

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
