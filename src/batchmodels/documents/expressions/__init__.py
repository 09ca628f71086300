"""Expressions of deployment templates: ``[concat(parameters('name'), '-pool')]``, parsed and evaluated without a deployment."""
