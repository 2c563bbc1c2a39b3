"""The screen's second reader: what a text feels like beside thousands of taught examples. Rules name; this weighs."""
