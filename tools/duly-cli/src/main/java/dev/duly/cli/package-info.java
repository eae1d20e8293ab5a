/** The {@code duly} command: the only place that knows every backend. */
@NullMarked
package dev.duly.cli;

import org.jspecify.annotations.NullMarked;
