"""What a secret looks like: by its name, by the program that takes it, by the text around it.

Masking and the review share these tables: what the review reports, masking hides. It knows nothing of models.
"""
