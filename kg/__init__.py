"""The graph and its language: types, ontology, store, exports and the ``kg`` command."""
