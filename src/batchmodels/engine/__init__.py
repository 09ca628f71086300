"""How a model works: from an annotated class to its constructor, its wire format and its checks.

Nothing here knows Azure Batch; ``batchmodels.models`` says what that has.
"""
