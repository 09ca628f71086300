"""What a secret looks like, by its name, its program or the text around it, and what may be shown of a value or a text.

Masking and the review share these tables: what the review reports, masking hides. It knows nothing of models.
"""
