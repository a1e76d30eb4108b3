"""Reading a question by its syntax: phrases and clauses, for relations that have wordings."""
