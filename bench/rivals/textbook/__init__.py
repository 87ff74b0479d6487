"""
The textbook: what the documentation of Django REST framework teaches, on the product's own models.

Model serializers, nested where the answer is; everything joined or prefetched; django-filter; pages by
number. Each list is cut to the columns it shows where the product stores texts twice, to be searched.
"""
