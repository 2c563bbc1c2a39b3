"""What Rasa asks of us: slots in, decision out. Never touches a database or a network."""
