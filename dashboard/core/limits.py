"""How much a reader is shown at once, however many rows the facts have.

Beyond these numbers it is said how many there are, and where all of them stand.
"""

# Sources that a list of the answers (`source_ids`) names: sql/ cuts every list there, and a test
# holds both together. A row that stands on several lists may name as many of each.
SOURCES_OF_LIST = 60
# Sources that a figure, a sentence, a page, a deck or a file lists.
MOST_SOURCES = 1_000
# Links to sources in all rows of one table, shared out among them, and in one item or mark.
LINKS_OF_TABLE = 3_000
LINKS_OF_ITEM = 25
# Rows of events (operations, activities, units) that a figure or a list holds: the newest ones.
MOST_ROWS = 1_000
# Rows that one part of a page writes out.
ROWS_OF_PAGE = 200
# Scores on which sources differ, observations known to be wrong, and observations of one score.
SCORES_OF_PAGE = 100
OBSERVATIONS_OF_SCORE = 20
# Rows of a table in one file: what a spreadsheet opens.
ROWS_OF_FILE = 100_000
# Pieces of news that are told of one revision of the facts.
MOST_NEWS = 10_000
# Operations that are told with what followed them, and activities after each of them.
OPERATIONS_OF_PAGE = 200
ACTIVITIES_OF_OPERATION = 100
