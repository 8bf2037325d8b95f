found = page.get_children()
