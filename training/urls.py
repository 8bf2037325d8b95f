"""Addresses of the screens of training on the intranet, below `/<language>/training/`."""

from django.urls import path

from training.views import approvals, bookings, certificates, dates, desk

urlpatterns = [
    path("dates/<uuid:uid>/", dates.show_date, name="training_date"),
    path("dates/<uuid:uid>/book/", dates.book_date, name="training_book"),
    path("bookings/<uuid:uid>/", bookings.show_booking, name="training_booking"),
    path("bookings/<uuid:uid>/accept/", bookings.accept, name="training_accept"),
    path("bookings/<uuid:uid>/decline/", bookings.decline, name="training_decline"),
    path("bookings/<uuid:uid>/cancel/", bookings.cancel, name="training_cancel"),
    path("bookings/<uuid:uid>/calendar.ics", bookings.calendar, name="training_calendar"),
    path("bookings/<uuid:uid>/certificate.pdf", bookings.certificate, name="training_own_certificate"),
    path("mine/", bookings.mine, name="training_mine"),
    path("mine/data/", bookings.own_data, name="training_own_data"),
    path("desk/", desk.desk, name="training_desk"),
    path("desk/<uuid:uid>/", desk.desk_date, name="training_desk_date"),
    path("desk/<uuid:uid>/sheet.pdf", desk.desk_sheet, name="training_sheet"),
    path("certificates/check/", certificates.check_certificate, name="training_check"),
    path("approvals/", approvals.inbox, name="training_approvals"),
    path("approvals/<uuid:uid>/approve/", approvals.approve, name="training_approve"),
    path("approvals/<uuid:uid>/refuse/", approvals.refuse, name="training_refuse"),
]
