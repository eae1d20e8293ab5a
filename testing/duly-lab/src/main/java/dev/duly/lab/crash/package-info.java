/** For backends: real processes on a real engine, killed in the middle of things, and judged. */
@NullMarked
package dev.duly.lab.crash;

import org.jspecify.annotations.NullMarked;
