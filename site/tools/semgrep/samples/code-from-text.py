done = eval(typed)
