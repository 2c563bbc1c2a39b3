"""The callback queue: who has each record, what was tried, how it ended. Only a person closes one."""
