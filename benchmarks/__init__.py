"""How fast batchmodels is beside its peers, measured. ``python -m benchmarks`` runs all of it and writes RESULTS.md."""
