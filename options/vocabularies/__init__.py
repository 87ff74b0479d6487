"""The vocabularies of options, by what they describe."""

from options.vocabularies import conditions, measures, positions

DEFINITIONS = {**measures.DEFINITIONS, **positions.DEFINITIONS, **conditions.DEFINITIONS}
