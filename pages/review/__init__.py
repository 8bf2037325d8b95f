"""The screens of approvals: what is to be read, beside what is live or beside German, and the decision."""
