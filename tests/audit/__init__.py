"""An audit of the public pages by checkers that are not ours: ``sh bin/audit``."""
