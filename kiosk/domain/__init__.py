"""Floor 0: plain data, rules, ports and errors. Standard library only; knows no device, screen, store or wire library."""
