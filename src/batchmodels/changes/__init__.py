"""Changes of pools, jobs, job schedules and tasks: what differs, what the service needs for it, and when it takes effect."""
