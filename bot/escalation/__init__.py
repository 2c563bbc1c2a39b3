"""Danger that a person must take: opened and added to by the machine, ended by people alone."""
