/** The rules of limits and of groups that take turns. */
@NullMarked
package dev.duly.tck.limit;

import org.jspecify.annotations.NullMarked;
