"""The speed of batchmodels compared with other libraries. ``python -m benchmarks`` measures it and writes RESULTS.md."""
