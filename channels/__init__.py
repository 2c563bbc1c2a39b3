"""Every way a person touches the system. Never decides: that is `bot`."""
