"""Addresses of the people app."""

from django.urls import path

from people import views
from people.pagination import numbered

app_name = "people"
urlpatterns = [
    *numbered("", views.person_list, name="person_list"),
    *numbered("letter/<str:letter>/", views.people_of_letter, name="people_of_letter"),
    path("<slug:slug>/", views.person_detail, name="person_detail"),
    *numbered("<slug:slug>/essays/", views.person_essays, name="person_essays"),
]
