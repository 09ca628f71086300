"""The forms that a model can be written in: JSON of the Batch service and of ARM, Bicep, and Python code."""
