"""Tunes the sentence encoder to danger, once in a while and not where the line runs: it needs torch and minutes."""
