"""What ships with the program besides its code: templates, fonts, labels, maps, schemas."""
