/**
 * What a backend offers beside the path of a job: rooms that show jobs, act on them and keep
 * statistics, and the values that they take and return.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@NullMarked
package dev.duly.backend.room;

import org.jspecify.annotations.NullMarked;
