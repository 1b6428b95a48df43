-- A score's scope must fit the level of its region, whether it is printed or of a respondent.
with

results as (
    select
        region_code,
        scope,
        year
    from stg_spi_results
    union all
    select distinct
        region_code,
        scope,
        year
    from stg_spi_responses
)

select
    results.region_code,
    results.scope,
    results.year,
    regions.level
from results
inner join stg_regions as regions on results.region_code = regions.region_code
where
    case results.scope
        when 'pemprov' then regions.level <> 'provinsi'
        when 'agregat_wilayah' then regions.level <> 'provinsi'
        when 'pemkab' then regions.level <> 'kabupaten'
        when 'pemkot' then regions.level <> 'kota'
        else regions.level <> 'nasional'
    end
