/** The job vocabulary: immutable values that depend on nothing. */
@NullMarked
package dev.duly.job;

import org.jspecify.annotations.NullMarked;
