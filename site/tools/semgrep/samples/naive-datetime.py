moment = datetime.now()
