"""Addresses of the essays app."""

from django.urls import path

from essays.feeds import feed_patterns
from essays.views import citations, critics, essays, films, home, previews, search, tags
from essays.views.cards import card_patterns
from essays.views.data import data_patterns
from people.pagination import numbered

app_name = "essays"
urlpatterns = [
    path("", home.home, name="home"),
    *numbered("essays/", essays.essay_list, name="essay_list"),
    path("essays/<slug:slug>/", essays.essay_detail, name="essay_detail"),
    path("essays/<slug:slug>/citation.bib", citations.citation_bibtex, name="citation_bibtex"),
    path("essays/<slug:slug>/citation.json", citations.citation_csl, name="citation_csl"),
    *numbered("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    *numbered("films/", films.film_list, name="film_list"),
    path("films/<slug:slug>/", films.film_detail, name="film_detail"),
    *numbered("films/<slug:slug>/essays/", films.film_essays, name="film_essays"),
    *numbered("tags/", tags.tag_list, name="tag_list"),
    *numbered("tags/<slug:slug>/", tags.tag_detail, name="tag_detail"),
    *numbered("critics/", critics.critic_list, name="critic_list"),
    *numbered("critics/<slug:slug>/", critics.critic_detail, name="critic_detail"),
    *feed_patterns(),
    *data_patterns(),
    *card_patterns(),
]
