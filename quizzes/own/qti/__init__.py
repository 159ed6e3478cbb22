"""Question and Test Interoperability (IMS QTI): what we write is version 2.1; what we read, 2.x and 1.2.

=============  ==============================================================================
markup         XML that cannot harm us, and the plain text of markup
package        the zip with its manifest, read and written
write          a question as an assessmentItem of 2.1
read           an assessmentItem of 2.x, or a document of either version
read_v1        an item of 1.2, as Canvas and text2qti write it
=============  ==============================================================================
"""
