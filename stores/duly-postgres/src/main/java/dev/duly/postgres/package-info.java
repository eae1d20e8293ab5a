/** The store on PostgreSQL. */
@NullMarked
package dev.duly.postgres;

import org.jspecify.annotations.NullMarked;
