"""Import of the annual rating results: a file of an officer becomes certifications.

``reading``  bytes into grids of cells, refusing what is no list of results;
``layout``   grids into titles, headings, footers and data rows;
``values``   one cell into a star, a score, a date, a decision, a producer's form.
"""
