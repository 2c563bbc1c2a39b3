"""How the ladder reaches people on call: by text, by phone, by a document; and how they answer that they have it."""
