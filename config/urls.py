"""Where every address begins."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from essays.admin import password
from essays.sitemaps import sitemap_index, sitemap_part
from essays.views import site
from essays.views.pictures import PATTERN, picture_file

admin.autodiscover()

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/password/", include(password.urlpatterns)),  # before the admin, which takes the rest
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("people/", include("people.urls")),
    path("robots.txt", site.robots, name="robots"),
    path("healthz", site.healthz, name="healthz"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap_part, name="sitemap_part"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap_section"),
    re_path(PATTERN, picture_file, name="picture_file"),  # a web server in front may answer it instead
    path("", include("essays.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
