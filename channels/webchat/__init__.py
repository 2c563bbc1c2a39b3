"""The web phone: a thread of texts for people without an account, taken the same way as an SMS."""
