/** The room for limits: what is set, and how much of it is used. */
@NullMarked
package dev.duly.backend.limit;

import org.jspecify.annotations.NullMarked;
