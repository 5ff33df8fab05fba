"""Speed and memory of Amparo beside openfisca-core, measured on this machine: python -m benchmarks.run."""
