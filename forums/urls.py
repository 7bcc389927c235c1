from django.urls import path

from forums.views import (
    ask,
    editing,
    helping,
    index,
    lists,
    live,
    manage,
    order,
    posts,
    questions,
    rearrange,
    reply,
    topic,
    waiting,
)

app_name = "forums"
urlpatterns = [
    path("", index.index, name="index"),
    path("order/", order.reading_order, name="order"),
    path("ask/", ask.choose, name="choose"),
    path("preview/", live.preview, name="preview"),
    path("similar/", ask.similar_titles, name="similar"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("helping/", helping.helping, name="helping"),
    path("helping/<slug:slug>/", helping.helping, name="helping_as"),
    *(
        path(f"{show}/", lists.listing, {"kind": "all", "word": show}, name=show)
        for show in ("latest", "unanswered", "solved")
    ),
    path("tag/<str:word>/", lists.listing, {"kind": "tag"}, name="tag"),
    path("region/<slug:word>/", lists.listing, {"kind": "region"}, name="region"),
    path("by/<slug:word>/", lists.listing, {"kind": "by"}, name="by"),
    path("t/<id:pk>/", topic.bare, name="bare"),
    path("t/<id:pk>/posts", live.posts, name="posts"),
    path("t/<id:pk>/<slug:slug>/", topic.topic, name="topic"),
    path("t/<id:pk>/<slug:slug>/<id:number>/", topic.post, name="post"),
    path("topics/<id:pk>/reply/", reply.reply, name="reply"),
    path("topics/<id:pk>/same/", questions.same, name="same"),
    path("topics/<id:pk>/detail/", questions.detail, name="detail"),
    path("topics/<id:pk>/detail/withdraw/", questions.withdraw, name="withdraw_detail"),
    path("topics/<id:pk>/decline/", questions.decline_asked, name="decline"),
    path("topics/<id:pk>/posts/<id:number>/helped/", questions.helped, name="helped"),
    path("topics/<id:pk>/edit/", manage.edit, name="edit_topic"),
    path("topics/<id:pk>/move/", rearrange.move, name="move"),
    path("topics/<id:pk>/split/", rearrange.split, name="split"),
    path("topics/<id:pk>/merge/", rearrange.merge, name="merge"),
    *(
        path(f"topics/<id:pk>/{verb}/", manage.set_state, {"verb": verb}, name=verb)
        for verb in manage.STATES
    ),
    path("topics/<id:pk>/posts/<id:number>/actions/", posts.actions, name="actions"),
    path("topics/<id:pk>/posts/<id:number>/quotation/", live.quotation, name="quotation"),
    path("topics/<id:pk>/posts/<id:number>/edit/", editing.edit, name="edit_post"),
    path("topics/<id:pk>/posts/<id:number>/correct/", editing.correct, name="correct_post"),
    path("topics/<id:pk>/posts/<id:number>/history/", editing.history, name="history"),
    path("topics/<id:pk>/posts/<id:number>/remove/", posts.remove, name="remove_post"),
    path("topics/<id:pk>/posts/<id:number>/restore/", posts.restore, name="restore_post"),
    path("topics/<id:pk>/posts/<id:number>/accept/", posts.accept, name="accept"),
    path("<slug:word>/", lists.listing, {"kind": "forum"}, name="forum"),
    path("<slug:slug>/ask/", ask.ask, name="ask"),
]
