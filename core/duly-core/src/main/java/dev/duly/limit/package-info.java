/**
 * How often jobs may start and how many may run at a time: the values, and the arithmetic of a
 * rate. It knows no store.
 */
@NullMarked
package dev.duly.limit;

import org.jspecify.annotations.NullMarked;
