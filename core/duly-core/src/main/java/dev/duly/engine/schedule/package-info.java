/** Fires schedules whose times have come. */
@NullMarked
package dev.duly.engine.schedule;

import org.jspecify.annotations.NullMarked;
