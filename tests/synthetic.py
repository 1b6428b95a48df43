"""A country with millions of made-up rows, for measuring: seeded, and never shown as fact.

    python -m tests.synthetic --rows 1000000 --out DIR [--seed 1]

Writes a whole folder of facts that `python -m dashboard check DIR` finds in order: the description
and the small tables are those of `data/`; made-up rows, named as such by their sources, follow the
shipped ones of four tables and fill the table of respondents, which is shipped without a row.
Large tables are Parquet. Nothing of it may be put into `data/`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard import facts

DATA = Path(__file__).parents[1] / "data"
PUBLISHER = "Data buatan untuk uji, bukan data KPK"
# Of a hundred rows: respondents, printed scores, activities, operations.
RESPONSES, SCORES, ACTIVITIES = 0.80, 0.10, 0.09
NOTE = f"""{PUBLISHER}.

Made-up rows for measuring, written by tests/synthetic.py with --rows {{rows}} --seed {{seed}}.
No number in this folder is a fact. Do not publish it, and do not copy it into data/.
"""
# The same number for the same row, seed and purpose.
_DICE = "create macro dice(of, seed, purpose) as cast(hash(of, seed, purpose) >> 1 as bigint)"
# Every government and aggregate of a survey year: numbered from 0, with a value of its own.
_GROUPS = """
create table groups as
with scopes as (
    select region_code, level, first_year,
        unnest(case level when 'provinsi' then ['pemprov', 'agregat_wilayah']
            when 'kota' then ['pemkot'] else ['pemkab'] end) as scope
    from raw_regions where level <> 'nasional'
)
select row_number() over (order by scope = 'agregat_wilayah', survey.year, scopes.region_code) - 1
        as n,
    scopes.region_code, scopes.scope, survey.year,
    5500 + dice(scopes.region_code || survey.year, $seed, 0) % 3000 as hundredths
from scopes cross join raw_spi_survey_years as survey
where cast(survey.year as integer) >= coalesce(cast(scopes.first_year as integer), 0)
"""
# What a name of a source says is the number of the row in hexadecimal digits that no shipped one
# ends in.
_SOURCES = """
create table made_up as
select row_number() over (order by i) - 1 as n, 'data-buatan-' || digits as source_id,
    'https://buatan.example/' || digits as url
from (select i, printf('%06x', i) as digits from range(1048576, 2097152) as numbers (i))
where digits not in (select right(source_id, 6) from raw_sources)
order by i
limit $n_sources
"""
_NEW_SOURCES = """
select source_id, $publisher as publisher, $publisher as title, url,
    cast(2024 + n % 3 as varchar) as published_on, 'news' as source_kind
from made_up
"""
_RESPONSES = """
with governments as (select * from groups where scope <> 'agregat_wilayah'),
size as (select count(*) as governments from governments),
drawn as (
    select i, i % size.governments as n, 1 + i // size.governments as respondent_number,
        dice(i, $seed, 1) as chance
    from range($rows) as numbers (i), size
)
select region_code, scope, year, cast(respondent_number as varchar) as respondent_number,
    case when chance % 100 < 45 then 'internal' when chance % 100 < 90 then 'eksternal'
        else 'eksper' end as respondent_kind,
    cast(least(greatest(hundredths // 100 - 20 + chance // 100 % 41, 0), 100) as varchar) as score,
    case when chance % 7 > 0 then printf('%d.%02d', chance // 10000 % 2, chance // 100000 % 100)
        end as weight,
    source_id
from drawn
inner join governments using (n)
inner join made_up on made_up.n = cast(governments.year as integer) % $n_sources
order by i
"""
# Of ten sources seven print the same value, as it is or rounded; three differ a little.
_SCORES = """
with size as (select count(*) as groups from groups),
drawn as (
    select i, i % size.groups as n, i // size.groups as source, dice(i, $seed, 2) as chance
    from range($rows) as numbers (i), size
),
printed as (
    select drawn.*, region_code, scope, year,
        hundredths + case when chance % 10 < 7 then 0 else chance // 10 % 61 - 30 end as value
    from drawn inner join groups using (n)
)
select region_code, scope, year,
    case when chance % 10 in (1, 2) then printf('%.1f', value / 100)
        when chance % 10 = 3 then printf('%.0f', value / 100)
        else printf('%.2f', value / 100) end as score,
    null as published_class, source_id,
    ['official', 'news', 'news', 'weak'][1 + chance // 1000 % 4] as reliability,
    case when chance % 200 = 0 then 'dibuat keliru' end as excluded_reason_id,
    case when chance % 200 = 0 then 'made up to be wrong' end as excluded_reason_en
from printed inner join made_up on made_up.n = printed.source
order by i
"""
_PLACES = """
create table places as
select row_number() over (order by region_code) - 1 as n, region_code, level, first_year,
    replace(region_code, '.', '') as digits
from raw_regions where level <> 'nasional'
"""
_OPERATIONS = """
with drawn as (
    select i, dice(i, $seed, 3) as chance, date '2008-01-01' + cast(dice(i, $seed, 4) % 6600 as int)
        as drawn_date
    from range($rows) as numbers (i)
),
placed as (
    select drawn.i, chance, places.*,
        case when chance // 1000 % 10 = 0 then 'month' else 'day' end as date_precision,
        greatest(drawn_date, make_date(coalesce(cast(first_year as int), 2008), 1, 1)) as happened
    from drawn inner join places on places.n = chance % (select count(*) from places)
),
dated as (
    select *, case date_precision when 'month' then date_trunc('month', happened) else happened end
        :: date as ott_date from placed
)
select 'ott-' || ott_date || '-' || digits || '-x' || i as incident_id,
    cast(ott_date as varchar) as ott_date, date_precision, region_code,
    case when chance // 10000 % 20 = 0 then 'pusat' else level end as government_level,
    ['pengadaan', 'perizinan', 'jual beli jabatan', 'anggaran/apbd', 'lainnya']
        [1 + chance // 7 % 5] as sector,
    'Jabatan buatan ' || i as offices_id, 'Made-up office ' || i as offices_en,
    'no' as counted_by_kpk, cast(1 + chance % 20 as varchar) as people_arrested,
    null as suspects_named, null as cash_seized_idr, null as outcome_id, null as outcome_en,
    null as outcome_kind, 'Baris buatan untuk uji' as summary_id,
    'A made-up row for measuring' as summary_en, null as note_id, source_id, 'weak' as reliability
from dated inner join made_up on made_up.n = dated.chance // 100 % $n_sources
order by dated.i
"""
_OFFICES = """
select incident_id, offices_id as office,
    ['kepala_daerah', 'pejabat_pemda', 'dprd', 'lainnya'][1 + i % 4] as office_kind
from (select *, row_number() over () - 1 as i from operations)
"""
# Of a hundred activities three belong to an event that several regions had on that day.
_ACTIVITIES = """
with drawn as (
    select i, dice(i, $seed, 5) as chance, date '2019-01-01' + cast(dice(i, $seed, 6) % 2600 as int)
        as drawn_date
    from range($rows) as numbers (i)
),
placed as (
    select drawn.i, chance, places.*, chance // 1000 % 100 < 3 as is_shared,
        case when chance // 1000 % 100 > 94 then 'month' else 'day' end as date_precision,
        greatest(drawn_date, make_date(coalesce(cast(first_year as int), 2019), 1, 1)) as happened
    from drawn inner join places on places.n = chance % (select count(*) from places)
),
dated as (
    select *, case date_precision when 'month' then date_trunc('month', happened) else happened end
        :: date as start_date from placed
)
select 'keg-' || start_date || '-' || digits || '-x' || i as activity_id,
    case when is_shared then 'buatan-' || start_date end as event_key,
    cast(start_date as varchar) as start_date, date_precision, null as end_date, region_code,
    ['bimtek', 'sosialisasi', 'pendampingan', 'rakor', 'kampanye', 'sertifikasi']
        [1 + chance // 7 % 6] as activity_type,
    ['antikorupsi', 'gratifikasi', 'pengadaan', 'spi', 'wbs', 'zona integritas', 'lainnya']
        [1 + chance // 11 % 7] as topic,
    'Kegiatan buatan ' || i as title_id, 'Made-up activity ' || i as title_en,
    'Penyelenggara buatan' as organizer, ['yes', 'no', 'unknown'][1 + chance // 13 % 3]
        as kpk_involved,
    null as venue_city, cast(10 + chance % 300 as varchar) as participants, null as audience_id,
    source_id, 'weak' as reliability
from dated inner join made_up on made_up.n = dated.chance // 100 % $n_sources
order by dated.i
"""


@dataclass(frozen=True)
class Counts:
    """How many made-up rows of each large table there are among all."""

    responses: int
    scores: int
    activities: int
    operations: int


def counts(rows: int) -> Counts:
    """Share out a number of rows among the large tables."""
    responses, scores, activities = (int(rows * s) for s in (RESPONSES, SCORES, ACTIVITIES))
    return Counts(responses, scores, activities, rows - responses - scores - activities)


def write(folder: Path, rows: int, seed: int = 1, shares: Counts | None = None) -> Path:
    """Write a folder of facts with this many made-up rows.

    Args:
        folder: where to; it is made if need be, and what lies there is kept.
        rows: made-up rows in all; `shares` says instead how many of each table.
        seed: another one gives other rows of the same form.
        shares: the rows of each large table.
    """
    share = shares or counts(rows)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(DATA / "geo", folder / "geo", dirs_exist_ok=True)
    (folder / "README.txt").write_text(NOTE.format(rows=rows, seed=seed), encoding="utf-8")
    described = facts.read_description(DATA)
    package = json.loads(json.dumps(described.package))
    package["title"], package["title_en"] = PUBLISHER, "Made-up data for measuring, no facts"
    (folder / facts.DESCRIPTION).write_text(json.dumps(package), encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        facts.load(connection, described.tables, DATA)
        connection.execute(_DICE)
        connection.execute(_GROUPS, {"seed": seed})
        ((groups,),) = connection.sql("select count(*) from groups").fetchall()
        n_sources = max(40, -(-share.scores // groups))
        connection.execute(_SOURCES, {"n_sources": n_sources})
        connection.execute(_PLACES)
        given = {"seed": seed, "n_sources": n_sources}
        operations = connection.sql(_OPERATIONS, params={"rows": share.operations, **given})
        operations.create("operations")
        made = {
            "spi_responses": connection.sql(_RESPONSES, params={"rows": share.responses, **given}),
            "spi_results": connection.sql(_SCORES, params={"rows": share.scores, "seed": seed}),
            "bimtek_activity": connection.sql(
                _ACTIVITIES, params={"rows": share.activities, **given}
            ),
            "ott_incidents": connection.table("operations"),
            "ott_offices": connection.sql(_OFFICES),
            "sources": connection.sql(_NEW_SOURCES, params={"publisher": PUBLISHER}),
        }
        for table in described.tables:
            raw = connection.table(f"raw_{table.name}")
            if table.name in made:
                both = raw.union(made[table.name].select(*table.columns))
                both.write_parquet(str(folder / f"{table.name}.parquet"), compression="zstd")
            else:
                shutil.copy(table.files[0], folder)
    return folder


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if DATA in (given.out.resolve(), *given.out.resolve().parents):
        parser.error("made-up rows do not belong in data/")
    write(given.out, given.rows, given.seed)


if __name__ == "__main__":
    main()
