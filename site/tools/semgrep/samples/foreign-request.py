answer = requests.get(address)
