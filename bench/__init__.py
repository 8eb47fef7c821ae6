"""What the portal costs: postings, pages, bytes and proofs, measured on this machine."""
