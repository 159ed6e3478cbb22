"""Grades for a learning management system, on the file of students that the system itself has exported.

==========  ===========================================================================
roster      that file: Canvas's, Moodle's or another table of students
match       which member of a class is which student
grades      the files that Canvas and Moodle take
==========  ===========================================================================
"""
