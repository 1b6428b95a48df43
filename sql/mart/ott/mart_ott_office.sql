-- Grain: one row per operation and kind of office of the officials named in it. An operation that
-- names several kinds has a row for each: kinds overlap, never add them up.
-- The kind is read from the wording of each office, by the first line that fits; remarks in
-- brackets are not read, and what no line fits is 'lainnya' (other). Who once held or acts in an
-- office counts with it; an aide or relative of its holder does not. An office counts as named,
-- also where a suspect status was annulled later: mart_ott_case knows the outcome.
-- offices_of_kind holds the offices of the kind as they are written.
with

listed as (
    select
        *,
        -- A remark ends an office as a semicolon does, and may hold semicolons of its own.
        unnest(string_split_regex(offices_id, '\([^)]*\)|;')) as listed_office
    from mart_ott_case
),

offices as (
    select
        *,
        trim(listed_office) as office,
        lower(trim(listed_office)) as spelling
    from listed
    where trim(listed_office) <> ''
),

classified as (
    select
        *,
        case
            when
                regexp_matches(
                    spelling,
                    '^((mantan|wakil|penjabat|pj|plt|plh)[. ]+)*'
                    || '(gubernur|bupati|wali kota|walikota)\b'
                )
                then 'kepala_daerah'
            when
                regexp_matches(
                    spelling,
                    '\b(ketua|anggota|pimpinan|sekretaris komisi) '
                    || '(.* |)(dprd|dewan perwakilan rakyat daerah)\b'
                )
                then 'dprd'
            when
                regexp_matches(
                    spelling,
                    '\b(ketua|anggota|pimpinan) '
                    || '(.* |)(dpr|dpd|dewan perwakilan rakyat|dewan perwakilan daerah)\b'
                )
                then 'dpr_dpd'
            when regexp_matches(spelling, '\b(jaksa|kejaksaan|kejari|kejati)\b')
                then 'kejaksaan'
            when
                regexp_matches(
                    spelling,
                    '\b(hakim|panitera|pengadilan|ptun|mahkamah agung|mahkamah konstitusi)\b'
                )
                then 'peradilan'
            when regexp_matches(spelling, '\b(polisi|kepolisian|polri|polda|polres|polsek)\b')
                then 'kepolisian'
            when
                regexp_matches(
                    spelling,
                    '^(asn|asisten i+) |\b(sekda|sekretaris daerah|dinas|disperindag|bappeda'
                    || '|bapenda|bkd|bpbd|bppd|dpkad|dppkad|ulp|rsud|camat|lurah|kabag|kasubag'
                    || '|kabid|pemerintah kabupaten|pemerintah kota|pemerintah provinsi)\b'
                )
                then 'pejabat_pemda'
            when regexp_matches(spelling, '\b(pajak|kpp|bea dan cukai|bea cukai)\b')
                then 'pajak_bea_cukai'
            when regexp_matches(spelling, '\b(bumn|bumd|pt|perum|perumda|pdam)\b')
                then 'bumn_bumd'
            when
                regexp_matches(
                    spelling,
                    '\b(menteri|kementerian|departemen|direktur jenderal|direktorat jenderal'
                    || '|dirjen|ditjen|kemenag|balai|bpjn|bbpjn|pjn|navigasi|imigrasi'
                    || '|pemasyarakatan|universitas|bpk|kpu|komisi pemilihan umum|bawaslu'
                    || '|skk migas|bakamla|badan sar)\b'
                )
                then 'kementerian_lembaga'
            else 'lainnya'
        end as office_kind
    from offices
),

kinds as (
    select
        incident_id,
        year,
        is_complete,
        region_code,
        region_label,
        province_code,
        level_group,
        level_order,
        sector,
        office_kind,
        string_agg(distinct office, '; ' order by office) as offices_of_kind,
        source_id
    from classified
    group by
        incident_id, year, is_complete, region_code, region_label, province_code, level_group,
        level_order, sector, office_kind, source_id
)

select * from kinds
