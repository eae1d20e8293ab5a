-- What the schema duly consists of, a line for each part.
select 'column ' || table_name || '.' || column_name || ' ' || data_type
from information_schema.columns where table_schema = 'duly'
union all
select 'index ' || indexname || ' on ' || tablename from pg_indexes where schemaname = 'duly'
union all
select 'function ' || routine_name from information_schema.routines where routine_schema = 'duly'
union all
select 'sequence ' || sequence_name from information_schema.sequences where sequence_schema = 'duly'
