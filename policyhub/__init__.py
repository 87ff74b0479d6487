"""PolicyHub: who would back a measure, on what legal conditions, and who says so."""
