"""What people read: words of the interface, texts and pages, in three languages."""
