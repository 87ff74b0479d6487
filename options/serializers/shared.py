"""What the shapes of several kinds have in common."""

PERIOD = ["since", "since_precision", "until", "holds_from"]
"""The fields of a period."""

LAST = ["url", "publication", "updated_at"]
"""The fields with which every record ends."""

GROUPS = "Groups of conditions: any within a group, all groups together."
