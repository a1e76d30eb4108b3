"""Questions in, answers out: plain English, named queries and the SPARQL protocol."""
