"""What leaves the house in a form that other houses read: the emergency's document for a dispatch centre."""
