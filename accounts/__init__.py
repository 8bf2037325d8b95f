"""Room of users, departments, roles and sign-in; plain Django."""
