from django.urls import path

from moderation.views import appeals, flags, grounds, log, notices, people, queue, statements, tags

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("hold/<slug:kind>/<id:object_id>/", queue.look, {"verb": "hold"}, name="hold"),
    path("leave/<slug:kind>/<id:object_id>/", queue.look, {"verb": "leave"}, name="leave"),
    path("lists/", people.lists, name="lists"),
    path("lists/<id:pk>/forget/", people.forget, name="forget_entry"),
    path("people/<str:handle>/", people.person, name="person"),
    *(
        path(f"people/<str:handle>/{verb}/", people.act, {"verb": verb}, name=f"person_{verb}")
        for verb in people.FORMS
    ),
    path("tags/", tags.tags, name="tags"),
    path("tags/<id:pk>/", tags.tag, name="tag"),
    path("tags/<id:pk>/words/<id:synonym>/forget/", tags.forget, name="forget_word"),
    path("tags/banned/<id:synonym>/allow/", tags.allow, name="allow_word"),
    path("grounds/", grounds.grounds, name="grounds"),
    path("grounds/new/", grounds.ground, name="new_ground"),
    path("grounds/<slug:slug>/", grounds.ground, name="ground"),
    path("log/", log.log, name="log"),
    path("log.csv", log.table, name="log_table"),
    path("statements/", statements.mine, name="statements"),
    path("statements/<id:pk>/", statements.statement, name="statement"),
    path("statements/<id:pk>/appeal/", statements.appeal, name="appeal_statement"),
    path("statements/<id:pk>/undo/", statements.undo, name="undo_statement"),
    path("appeals/<id:pk>/", appeals.appeal, name="appeal"),
    path("appeals/<id:pk>/say/", appeals.say, name="say_in_appeal"),
    path("appeals/<id:pk>/decide/", appeals.decide, name="decide_appeal"),
    path("notice/", notices.new, name="new_notice"),
    path("notices/<id:pk>/sender/", notices.sender, name="notice_sender"),
    path("notices/<str:secret>/", notices.notice, name="notice"),
    path("reports/<id:pk>/", flags.mine, name="report"),
    path("reports/<id:pk>/appeal/", flags.appeal, name="appeal_report"),
    path("report/<slug:kind>/<id:object_id>/", flags.flag, name="flag"),
    path("<slug:kind>/<id:object_id>/", queue.case, name="case"),
]
