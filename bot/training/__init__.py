"""How taught examples become the model that talks."""
