"""Questions to any RDF graph with labels: guided only by its own vocabulary and data."""
