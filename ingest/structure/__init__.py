"""Grids to rows, columns and sums, by where labels, numbers and totals stand; what they mean comes later.

captions   titles, units and notes that stand inside a grid, put around it; stacked tables parted
pieces     tables that go on overleaf or to the right
header     the header band and the path of each column
roles      what each column holds, told from its cells
grid       the columns of each list of a grid; of several readings the one whose sums hold
labels     name and code of each row
hierarchy  the row that each row is a part of
sums       what must add up, and whether it does
"""
