-- Grain: one row per survey year and class, lowest class first; a year without classes has one row.
select
    surveys.year,
    classes.spi_class,
    cast(classes.class_lower as double) as class_lower,
    cast(classes.class_upper as double) as class_upper,
    case when classes.source_id is not null then [classes.source_id] end as source_ids
from stg_spi_survey_years as surveys
left join stg_spi_classes as classes on surveys.year = classes.year
order by surveys.year, classes.class_lower
