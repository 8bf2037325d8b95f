good = made.hexdigest() == given
