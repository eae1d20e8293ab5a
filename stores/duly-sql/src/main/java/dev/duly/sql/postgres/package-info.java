/** The store on PostgreSQL. */
@NullMarked
package dev.duly.sql.postgres;

import org.jspecify.annotations.NullMarked;
