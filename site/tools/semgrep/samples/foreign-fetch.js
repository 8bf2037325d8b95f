fetch("https://example.org/count");
