"""The search for withheld values in any bytes, and the canary that proves it is not blind."""
