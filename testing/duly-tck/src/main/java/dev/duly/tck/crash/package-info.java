/** For backends: real processes on a real engine, killed in the middle of things, and judged. */
@NullMarked
package dev.duly.tck.crash;

import org.jspecify.annotations.NullMarked;
