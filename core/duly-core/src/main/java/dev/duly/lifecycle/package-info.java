/**
 * The rules of what happens to a job, as pure functions: whether an attempt may start, what its end
 * means, and how long to wait after a failure. Workers and servers in any surroundings share them.
 */
@NullMarked
package dev.duly.lifecycle;

import org.jspecify.annotations.NullMarked;
