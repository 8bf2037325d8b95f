found = pages.live()
