"""The vocabularies of options, by what they describe."""

from options.vocabularies import conditions, measures, positions

DEFINITIONS = {**measures.DEFINITIONS, **positions.DEFINITIONS, **conditions.DEFINITIONS}

RANKED = {positions.Stance: positions.RANKS}
"""Vocabularies whose words have an order, with the rank of each word."""
