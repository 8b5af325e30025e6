"""Where every address begins."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.static import serve

from essays.admin import password
from essays.sitemaps import SITEMAPS
from essays.views import site

admin.autodiscover()

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/password/", include(password.urlpatterns)),  # before the admin, which takes the rest
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("people/", include("people.urls")),
    path("robots.txt", site.robots, name="robots"),
    path("healthz", site.healthz, name="healthz"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("", include("essays.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
