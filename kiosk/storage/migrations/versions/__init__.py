"""The steps of the tables' history, one module each; `runner` names them in order."""
