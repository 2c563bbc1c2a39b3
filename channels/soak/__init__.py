"""Kills a line's processes at random while it is full of escalations, and counts who was told what. Never a real
line.
"""
