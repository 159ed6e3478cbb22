"""The classroom's pages.

==================================  =================================================================
session                             every session key of these pages, and the watch that they share
sign_in, classes                    the instructor's sign-in, and the classes that it opens
joining, links                      how a student joins and comes back
hiding                              what is hidden with each question
updates                             pages that follow their class by themselves
answering, sending                  a student's answer, and its way to the store
results                             how the class answered
chooser, writing                    what comes before the class: from the bank, the activities, or one's own
planning, history                   what the lecture will ask, and what the class was asked
running, dashboard, grades          the instructor's page in its other parts
instructor, projector, student      the three pages
==================================  =================================================================
"""
