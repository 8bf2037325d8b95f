"""What operators see and are told: health on the start page, failed jobs, mails about errors, the proxy's file."""
