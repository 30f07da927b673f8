"""What says that a file is ours, and of which schema: two numbers in its header."""

APPLICATION_ID = 0x43524D31
"""`PRAGMA application_id` of a crm file: the letters CRM1."""

VERSION = 6
"""`PRAGMA user_version` of a file with the present schema: 1 and a step for every migration."""
