"""Surfaces of graphs that somebody brings, computed seed by seed on Dask's distributed scheduler.

A seed is a task, named by its content, so that whoever asks for the same surface waits for the same task. The scheduler
and its workers are this machine's own, started when first needed, or those of a cluster that the secrets name.
"""
