"""The sandbox portal: a complete gateway to practise against; it is never a part of the terminal itself."""
