"""What will go wrong on the node although the service takes it: small rules, each one idea."""
