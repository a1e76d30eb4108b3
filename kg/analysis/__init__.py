"""Who matters in a graph, and what holds it together: measures by networkx."""

from kg.analysis.measures import Analysis, Community, Measures, analyse
from kg.analysis.written import ANALYSIS, remove_analysis, write_analysis

__all__ = [
    "ANALYSIS",
    "Analysis",
    "Community",
    "Measures",
    "analyse",
    "remove_analysis",
    "write_analysis",
]
