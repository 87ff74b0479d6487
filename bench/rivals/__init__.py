"""Whom the product is measured against: what anybody would write, and the least that any server can do."""
