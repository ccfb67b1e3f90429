"""The parts of `scripts/mutate`: how files are read, what is broken in them, and how the outcome is judged."""
