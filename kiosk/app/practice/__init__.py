"""Practice: a second world beside the real one, with sample cards and papers, from which nothing goes out."""
