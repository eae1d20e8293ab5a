/** JSON payloads on Jackson. */
@NullMarked
package dev.duly.jackson;

import org.jspecify.annotations.NullMarked;
