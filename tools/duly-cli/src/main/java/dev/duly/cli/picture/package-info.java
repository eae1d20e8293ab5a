/** Draws a system on a terminal: boxes and rates, colours, columns. */
@NullMarked
package dev.duly.cli.picture;

import org.jspecify.annotations.NullMarked;
