"""The sync room: everything that talks to the portal gateway, and nothing that keeps or shows what it says."""
