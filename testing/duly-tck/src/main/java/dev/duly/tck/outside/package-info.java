/**
 * The part of the contract that can be judged from outside: by what sessions give and take, and by
 * the two small rooms that every backend has. A broker runs this; a store runs all of {@link
 * dev.duly.tck}.
 */
@NullMarked
package dev.duly.tck.outside;

import org.jspecify.annotations.NullMarked;
