/** The room for recurring jobs: what is kept of a schedule, and how its times are fired. */
@NullMarked
package dev.duly.backend.schedule;

import org.jspecify.annotations.NullMarked;
