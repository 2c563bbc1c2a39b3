"""Readers of details, a subject a module: a text in, a value in the record's shape out, None where it says nothing.

PURE. A reader takes only what is said in so many words; what is not said is never made up.
"""
