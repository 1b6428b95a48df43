"""From facts to answers: the build, the engine, what can be chosen, tables, the SQL box."""
