"""The commands of `fourthline`, one subject a module."""
