/** For applications: the reference backend in memory, and time that moves by hand. */
@NullMarked
package dev.duly.testing;

import org.jspecify.annotations.NullMarked;
