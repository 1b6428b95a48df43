-- A reported class must be one of its survey year, and its scope must fit the level of its region.
select
    reports.region_code,
    reports.scope,
    reports.year,
    reports.spi_class
from stg_spi_class_reports as reports
inner join stg_regions as regions on reports.region_code = regions.region_code
left join stg_spi_classes as classes
    on reports.year = classes.year and reports.spi_class = classes.spi_class
where
    classes.spi_class is null
    or case reports.scope
        when 'pemprov' then regions.level <> 'provinsi'
        when 'pemkab' then regions.level <> 'kabupaten'
        else regions.level <> 'kota'
    end
