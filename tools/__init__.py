"""Programs for building and checking the project; none of it is part of the product."""
