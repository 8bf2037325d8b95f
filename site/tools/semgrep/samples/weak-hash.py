mark = hashlib.md5(text)
