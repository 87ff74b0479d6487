"""
The OpenAPI document: what each address takes and gives, in the words of the models.

drf-spectacular reads the views; what it cannot see (the query string that is read strictly, the
envelope, the shapes, the errors, real examples) is added here.
"""

from policyhub.api.schema.examples import examples
from policyhub.api.schema.hooks import add_examples, add_problems, add_vocabularies
from policyhub.api.schema.operations import CatalogueSchema

__all__ = ["CatalogueSchema", "add_examples", "add_problems", "add_vocabularies", "examples"]
