/** The JSON of jobs, letters, queues and pictures, as commands print it and read it. */
@NullMarked
package dev.duly.wire;

import org.jspecify.annotations.NullMarked;
