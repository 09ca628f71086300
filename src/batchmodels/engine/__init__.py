"""The model engine: constructor, wire format and checks of a class, all derived from its annotations.

Nothing here is specific to Azure Batch; its models are in ``batchmodels.models``.
"""
