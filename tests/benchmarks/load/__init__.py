"""A class of students without browsers, for the classroom's benchmark."""
