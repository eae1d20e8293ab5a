/**
 * {@link dev.duly.sqlite.SqliteBackend}: jobs in one SQLite file that anybody can open and read.
 */
@NullMarked
package dev.duly.sqlite;

import org.jspecify.annotations.NullMarked;
