logger.info("sent", extra=request.POST)
