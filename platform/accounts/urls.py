from django.urls import path

from accounts.views import hushed, invitations, own_data, profile, second_step, sessions

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("second-step/", second_step.needed, name="second_step"),
    path("sessions/", sessions.listing, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end_others"),
    path("sessions/<id:pk>/end/", sessions.end_one, name="end_session"),
    path("invitations/", invitations.listing, name="invitations"),
    path("invitations/<id:pk>/send/", invitations.send_again, name="send_invitation"),
    path("invitations/<id:pk>/take-back/", invitations.take_back, name="take_back_invitation"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("hushed/", hushed.listing, name="hushed"),
    path("hush/<str:handle>/", hushed.change, name="hush"),
    path("look/", profile.look, name="look"),
    path("theme/", profile.theme, name="theme"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/ask/", own_data.ask, name="ask_for_copy"),
    path("data/copy.zip", own_data.fetch, name="fetch_copy"),
    path("data/delete/", own_data.erase, name="erase"),
    path("deleted/", own_data.erased, name="erased"),
]
