"""Articles in, entities, facts and observations out."""
