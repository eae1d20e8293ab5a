/** The bench that a backend stands on, and the rules that tests prove on it. */
@NullMarked
package dev.duly.tck.bench;

import org.jspecify.annotations.NullMarked;
