data = pickle.loads(sent)
