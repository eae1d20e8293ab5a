/** What every command has: the global options, the backend, the output, the exit code. */
@NullMarked
package dev.duly.cli.command;

import org.jspecify.annotations.NullMarked;
