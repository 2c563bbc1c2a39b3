"""What Rasa is extended by: encoder, intent reader, danger policy and importer. The thinking stands beside them."""
