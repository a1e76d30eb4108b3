"""Relations of an analyst's own ontology, learnt from example sentences (``docs/teaching.md``)."""
