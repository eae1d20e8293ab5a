/**
 * What a benchmark measures and the work that it gives: the same for Duly, the engine and peers.
 */
@NullMarked
package dev.duly.bench;

import org.jspecify.annotations.NullMarked;
