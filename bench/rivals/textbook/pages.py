"""Pages of the textbook."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Pages by number."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
