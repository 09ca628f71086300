"""What a node would do with a start task: its command line, environment, user, directories, files, and runs."""
