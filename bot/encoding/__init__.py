"""Turns texts into numbers that readers weigh: vectors of meaning, and counts of words and characters."""
