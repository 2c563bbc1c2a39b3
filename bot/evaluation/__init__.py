"""Measures the screen on messages whose right level is known. It reports and changes nothing; it is no gate."""
