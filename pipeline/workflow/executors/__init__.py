"""Executors of rendering: on this machine, in several processes, on a cluster."""
