"""Letters of ZeMAG: words with versions, the facts that fill them, and the document."""
