-- Every usual name of every region that can be chosen.
select
    region_code,
    usual_name,
    name_key,
    is_abbreviation
from mart_region_name
