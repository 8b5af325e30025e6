"""Addresses of the essays app."""

from django.urls import path

from essays.views import critics, essays, films, home, previews, tags

app_name = "essays"
urlpatterns = [
    path("", home.home, name="home"),
    path("essays/", essays.essay_list, name="essay_list"),
    path("essays/<slug:slug>/", essays.essay_detail, name="essay_detail"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("films/", films.film_list, name="film_list"),
    path("films/<slug:slug>/", films.film_detail, name="film_detail"),
    path("tags/", tags.tag_list, name="tag_list"),
    path("tags/<slug:slug>/", tags.tag_detail, name="tag_detail"),
    path("critics/", critics.critic_list, name="critic_list"),
    path("critics/<slug:slug>/", critics.critic_detail, name="critic_detail"),
]
