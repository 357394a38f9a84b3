"""The gate after rendering: read the finished bytes back and compare them with the edition."""
