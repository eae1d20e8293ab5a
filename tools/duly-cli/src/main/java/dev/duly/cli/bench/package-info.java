/**
 * How fast a backend is, beside a bare loop that writes the same rows with the same statements in
 * the same run.
 */
@NullMarked
package dev.duly.cli.bench;

import org.jspecify.annotations.NullMarked;
