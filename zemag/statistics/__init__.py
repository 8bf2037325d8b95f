"""Figures that name nobody: counted once, frozen, and shown so that no small number can be worked out."""
