/**
 * What a backend offers beside the path of a job: rooms that show jobs, act on them and keep
 * statistics, and the values that they take and return.
 */
@NullMarked
package dev.duly.backend.room;

import org.jspecify.annotations.NullMarked;
