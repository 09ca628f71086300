"""What Azure Batch has, one family a file.

A file imports only from those before it: enums; identity; containers, files, environment; start_task, execution.
"""
