/**
 * When recurring jobs are due: cron texts, intervals and single times, in the time zone of their
 * schedule, and what becomes of times that were missed. It knows no store.
 */
@NullMarked
package dev.duly.schedule;

import org.jspecify.annotations.NullMarked;
