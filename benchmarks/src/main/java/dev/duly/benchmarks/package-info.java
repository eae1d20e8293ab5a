/** Duly beside its peers: the same work, in one run, each at its documented best. */
@NullMarked
package dev.duly.benchmarks;

import org.jspecify.annotations.NullMarked;
