/**
 * What a system looks like now, why a job is where it is and what needs attention: read from the
 * store, the same for every screen and page that shows it.
 */
@NullMarked
package dev.duly.monitor;

import org.jspecify.annotations.NullMarked;
