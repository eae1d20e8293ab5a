/** {@code duly top}: the system on a terminal, looked at every second, with keys that act. */
@NullMarked
package dev.duly.cli.top;

import org.jspecify.annotations.NullMarked;
