/**
 * Judges what really happened from what the processes wrote down about it. Shares no code with
 * core, so that a mistake there cannot hide itself here.
 */
@NullMarked
package dev.duly.lab.history;

import org.jspecify.annotations.NullMarked;
