"""The subject-rights desk: requests of people about their own data, and what data protection looks at."""
