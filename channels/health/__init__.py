"""What machines ask of the line: is it alive, is it ready, is anyone on duty, and its counters."""
