"""Addresses of the essays app."""

from django.urls import path

from essays.feeds import feed_patterns
from essays.views import (
    citations,
    critics,
    error_reports,
    essays,
    film_lists,
    films,
    fixed_pages,
    home,
    previews,
    search,
    tags,
    themes,
)
from essays.views.cards import card_patterns
from essays.views.data import data_patterns
from people.pagination import numbered

app_name = "essays"
urlpatterns = [
    path("", home.home, name="home"),
    *numbered("essays/", essays.essay_list, name="essay_list"),
    *numbered("essays/year/<int:year>/", essays.essays_of_year, name="essays_of_year"),
    path("essays/<slug:slug>/", essays.essay_detail, name="essay_detail"),
    path("essays/<slug:slug>/report/", error_reports.report, name="report"),
    path("essays/<slug:slug>/report/thanks/", error_reports.report_thanks, name="report_thanks"),
    path("essays/<slug:slug>/citation.bib", citations.citation_bibtex, name="citation_bibtex"),
    path("essays/<slug:slug>/citation.json", citations.citation_csl, name="citation_csl"),
    *numbered("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("theme/", themes.theme, name="theme"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    *numbered("films/", film_lists.film_list, name="film_list"),
    *numbered("films/letter/<str:letter>/", film_lists.films_of_letter, name="films_of_letter"),
    *numbered("films/year/<int:year>/", film_lists.films_of_year, name="films_of_year"),
    *numbered("films/decade/<int:decade>/", film_lists.films_of_decade, name="films_of_decade"),
    *numbered("films/director/<slug:slug>/", film_lists.films_of_director, name="films_of_director"),
    path("films/<slug:slug>/", films.film_detail, name="film_detail"),
    *numbered("films/<slug:slug>/essays/", films.film_essays, name="film_essays"),
    *numbered("tags/", tags.tag_list, name="tag_list"),
    *numbered("tags/<slug:slug>/", tags.tag_detail, name="tag_detail"),
    *numbered("critics/", critics.critic_list, name="critic_list"),
    *numbered("critics/<slug:slug>/", critics.critic_detail, name="critic_detail"),
    *feed_patterns(),
    *data_patterns(),
    *card_patterns(),
    path("<slug:slug>/", fixed_pages.fixed_page, name="fixed_page"),  # last: it takes what no other page does
]
