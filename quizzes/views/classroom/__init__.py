"""The classroom's pages.

===============  ==========================================================================
keys             every session key of these pages
access           the instructor's sign-in in this session
entry            how a student joins and comes back
posing           from a stored item to the questions it poses
visibility       what the instructor can hide, and a question without it
poll             updates that come by themselves
post             a student's answers on their way to the store
results          how the class answered; ``bars``, ``spread`` and ``class_map`` draw it
instructor, projector, student    the three pages
===============  ==========================================================================
"""
