"""Figures of integrity zones (WBK, WBBM)."""
