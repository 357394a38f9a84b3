"""Where files are made: on this machine, in several processes, on a cluster."""
