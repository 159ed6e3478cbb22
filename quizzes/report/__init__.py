"""What a class did, to keep: each question with how the class answered it, without names.

==========  =====================================================================================
content     what a report says, put together from the store
html        one file that asks the network for nothing and prints on paper
picture     the same as one tall page in PDF or PNG
==========  =====================================================================================
"""
