"""The addresses of the textbook."""

from django.urls import path

from bench.rivals.textbook import views

urlpatterns = [
    path("nested/", views.NestedView.as_view()),
    path("flat/", views.FlatView.as_view()),
    path("record/<slug:slug>/", views.RecordView.as_view()),
    path("conditional/<slug:slug>/", views.ConditionalView.as_view()),
    path("backed/", views.BackedView.as_view()),
    path("search/", views.SearchView.as_view()),
    path("counts/", views.CountsView.as_view()),
]
