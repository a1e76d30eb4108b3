"""Reading a question as a cover of its words by terms, things and values, joined by the graph."""
