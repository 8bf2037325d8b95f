"""Machine addresses of news and events; a page's own address has no dot, so nothing collides."""

from django.urls import path

from news import feeds

urlpatterns = [
    path("<path:page_path>/feed.xml", feeds.atom, name="news_atom"),
    path("<path:page_path>/feed.json", feeds.json_feed, name="news_json"),
    path("<path:page_path>/event.ics", feeds.event_calendar, name="event_ics"),
    path("<path:page_path>/calendar.ics", feeds.calendar, name="events_ics"),
]
