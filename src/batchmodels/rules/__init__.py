"""The review: rules for definitions that the service accepts but that fail on the node."""
