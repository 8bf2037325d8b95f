code = random.choice(LETTERS)
