"""The form that Azure Resource Manager (ARM) gives the models of a pool: names, places and values that differ."""
