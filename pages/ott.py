"""OTT: sting operations in sentences, in time, by sector, on the map, and one by one."""

from dashboard.doors import ott

top = ott.top()
chosen = ott.filters()
with top:
    ott.headline(chosen)
ott.when_and_what(chosen)
ott.nation(chosen)
ott.cases(chosen)
