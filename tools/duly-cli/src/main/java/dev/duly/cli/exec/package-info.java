/** Runs a command for a job, and ends it with all that it started. */
@NullMarked
package dev.duly.cli.exec;

import org.jspecify.annotations.NullMarked;
