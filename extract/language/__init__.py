"""Our own language pipeline: the spaCy components that run the trained network."""
