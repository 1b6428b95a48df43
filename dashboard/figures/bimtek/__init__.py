"""Figures of training and prevention."""
