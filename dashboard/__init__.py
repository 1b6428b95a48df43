"""Integritas Daerah: integrity indicators of Indonesia's regions, from facts to figures."""
