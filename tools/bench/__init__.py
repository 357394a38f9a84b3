"""What the program costs, beside pandoc and Typst: ``make bench`` writes docs/benchmarks.md."""
