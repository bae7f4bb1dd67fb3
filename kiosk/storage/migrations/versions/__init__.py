"""The steps of the tables' history, one module each; `migrations` names them in order."""
