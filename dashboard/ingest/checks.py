"""What the data tests of sql/check say to whoever brings in a row: what is wrong, and the mend."""

from __future__ import annotations

from dashboard.core.i18n import message

# By the name of the file in sql/check; `{row}` shows the first wrong row, `{where}` its place.
SENTENCES = {
    "activity_ends_after_start": message(
        "{where}: the activity ends before it starts ({row}). Correct one of the two dates."
    ),
    "event_ids_are_unique": message(
        "{where}: two events have the same id ({row}). Give one of them another id."
    ),
    "every_province_has_a_population": message(
        "{where}: a province has no population ({row}). Bring in the table population with it."
    ),
    "every_source_is_used": message(
        "{where}: no row names this source ({row}). Leave the source out, or bring in its rows."
    ),
    "ott_count_equals_kpk_count": message(
        "{where}: the list of operations of a year that is called complete does not agree with the "
        "KPK's own count ({row}). Correct the list, or the tables ott_yearly and coverage."
    ),
    "ott_level_fits_region": message(
        "{where}: the level of government is not that of the region ({row}). Correct the region or "
        "the level; write “pusat” for an office of the central government."
    ),
    "ott_lies_in_coverage": message(
        "{where}: the table coverage says nothing of the year of an operation ({row}). Add the "
        "year there, or correct the date."
    ),
    "ott_offices_are_those_named": message(
        "{where}: the offices of an operation and their kinds do not agree ({row}). Name the same "
        "offices in ott_offices as in the column offices_id."
    ),
    "ott_outcome_has_a_kind": message(
        "{where}: an outcome needs a text in both languages and a kind ({row}). Fill in all three, "
        "or none."
    ),
    "placeholder_days_are_first": message(
        "{where}: where only the month is known, the day is the first ({row}). Write the first of "
        "the month, or “day” as the precision."
    ),
    "population_adds_up": message(
        "{where}: the people of a province are not those of its kabupaten and kota together "
        "({row}). Bring in both from the same source."
    ),
    "province_has_no_fact_before_it": message(
        "{where}: the province did not exist in that year ({row}). Correct the region or the year."
    ),
    "region_alias_means_one_region": message(
        "{where}: the name means two regions ({row}). Leave it out, or mark it as shared."
    ),
    "region_belongs_to_its_province": message(
        "{where}: the code of a region does not begin with that of its province ({row}). Correct "
        "one of the two."
    ),
    "reported_class_is_one_of_its_year": message(
        "{where}: the class is none of that year, or its scope does not fit the region ({row}). "
        "Correct it, or bring in the limits of the year with the table spi_classes first."
    ),
    "shared_event_has_one_date": message(
        "{where}: rows of one event have several dates ({row}). Correct the dates or the key of "
        "the event."
    ),
    "source_digits_are_unique": message(
        "{where}: the ids of two sources end alike ({row}). Give the new one other digits."
    ),
    "spi_classes_are_seamless": message(
        "{where}: the classes of a year leave a gap or overlap ({row}). Bring in all classes of "
        "the year, from 0 to 100."
    ),
    "spi_scope_fits_region": message(
        "{where}: the scope of the score does not fit the level of the region ({row}). Correct the "
        "region or the scope."
    ),
    "spi_year_was_surveyed": message(
        "{where}: the year of a score is no survey year ({row}). Correct the year, or bring in the "
        "table spi_survey_years with it first."
    ),
    "split_province_has_a_first_year": message(
        "{where}: a province that was split from another needs its first year and that province "
        "({row}). Fill in both."
    ),
}
OTHER = message("{where}: the check {check} finds this wrong: {row}. Correct the row.")
