"""The contest of reads: one catalogue, three servers that answer the same questions from it, and what each costs."""
