-- One row per regulation and activity of the same region that belong together by rule: the same
-- report tells of both (`report`), or the activity is on the regulation's subject and in its year
-- (`subject`). Where both rules hold the first one stands.
-- Parameter: $year (the last one).
with

pairs as (
    select
        stg_regulations.region_code,
        stg_regulations.instrument,
        stg_regulations.regulation_number,
        stg_regulations.year,
        stg_regulations.subject,
        stg_regulations.title_id as regulation_title_id,
        case
            when stg_regulations.source_id = mart_activity.source_id then 'report'
            else 'subject'
        end as link_kind,
        mart_activity.event_id,
        mart_activity.start_date as event_date,
        mart_activity.date_precision,
        mart_activity.year as activity_year,
        mart_activity.activity_type,
        mart_activity.topic,
        mart_activity.title_id,
        mart_activity.title_en,
        [mart_activity.source_id] as source_ids
    from stg_regulations
    inner join mart_activity
        on
            stg_regulations.region_code = mart_activity.region_code
            and (
                stg_regulations.source_id = mart_activity.source_id
                or (
                    stg_regulations.subject = mart_activity.topic
                    and stg_regulations.subject <> 'lainnya'
                    and stg_regulations.year = mart_activity.year
                )
            )
    where stg_regulations.year <= $year and mart_activity.year <= $year
)

select * from pairs
order by
    region_code asc, year asc, regulation_number asc, regulation_title_id asc,
    event_date asc, event_id asc
