"""The dialogue process: Rasa as a library, actions in-process, loopback only. It keeps no conversation."""
