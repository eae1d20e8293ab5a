/** {@link dev.duly.sql.SqliteBackend}: jobs in one SQLite file that anybody can open and read. */
@NullMarked
package dev.duly.sql;

import org.jspecify.annotations.NullMarked;
