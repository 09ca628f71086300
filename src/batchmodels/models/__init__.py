"""What Azure Batch has, one family a file; a file imports only from those above it in the alphabet of need:

enums → identity → containers, files, environment → start_task, execution.
"""
