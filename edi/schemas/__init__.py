"""The XSDs that documents are held against, and the code lists that come with them."""
