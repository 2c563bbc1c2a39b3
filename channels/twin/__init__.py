"""A twin of Twilio for tests, the demo and load runs: it plays the phone company's side on loopback.

It is a twin for the phone company only; everything it talks to is real. It never reaches a phone or another machine.
"""
