cursor.execute(f"SELECT 1 FROM {table}")
