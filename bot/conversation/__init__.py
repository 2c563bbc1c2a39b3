"""What happens to a message, in transactions: remembered, screened, settled or talked over, answered.

Knows no network and no channel's protocol; the channels walk a message through it.
"""
