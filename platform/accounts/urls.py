from django.urls import path

from accounts.views import profile, second_step, sessions

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("second-step/", second_step.needed, name="second_step"),
    path("sessions/", sessions.listing, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end_others"),
    path("sessions/<id:pk>/end/", sessions.end_one, name="end_session"),
    path("theme/", profile.theme, name="theme"),
]
