"""Search for withheld values in any bytes, and the canary that proves that it works."""
