"""Addresses of the essays app."""

from django.urls import URLPattern

app_name = "essays"
urlpatterns: list[URLPattern] = []
