"""OTT: sting operations in sentences, in time, by sector, on the map, and one by one."""

from dashboard.ui import page_ott

top = page_ott.top()
chosen = page_ott.filters()
with top:
    page_ott.headline(chosen)
page_ott.when_and_what(chosen)
page_ott.nation(chosen)
page_ott.cases(chosen)
