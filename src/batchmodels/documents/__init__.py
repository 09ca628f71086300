"""Files as people have them, read as models, with the position of every value."""
