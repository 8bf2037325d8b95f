subprocess.run(command, shell=True)
