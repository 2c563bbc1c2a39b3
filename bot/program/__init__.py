"""A city's programme: its profile as values, its hours, its honest wait and its eligibility rules. PURE."""
