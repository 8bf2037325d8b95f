"""Everything that the public host serves."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.views import serve

from home import urls as home_urls
from news import urls as news_urls
from pages.entry import favicon, not_here, robots, sitemap, to_language
from pages.media import serve_media
from pages.styleguide import chart_csv, style_page
from portal.urls.pages import page_route

urlpatterns = [
    path("", to_language, name="root"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("health/", include("portal.urls.health")),
    path("media/<path:name>", serve_media, name="media"),
    *(
        [path("styleguide/", style_page, name="styleguide"), path("styleguide/chart.csv", chart_csv, name="chart_csv")]
        if settings.STYLEGUIDE
        else []
    ),
    *i18n_patterns(
        path("_util/<path:rest>", not_here),
        path("", include(home_urls)),
        path("", include(news_urls)),
        page_route(serve),
        prefix_default_language=True,
    ),
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.permission_denied"
handler404 = "pages.errors.page_not_found"
handler500 = "pages.errors.server_error"
