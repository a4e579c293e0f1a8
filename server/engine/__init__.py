"""Queries in processes of their own: what one does there hurts nobody else."""
