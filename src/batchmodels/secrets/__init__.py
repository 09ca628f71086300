"""Recognizing secrets by their names, by the programs that take them and by the text around them, and masking them.

Masking and the review share these tables: masking hides what the review reports. Nothing here depends on models.
"""
