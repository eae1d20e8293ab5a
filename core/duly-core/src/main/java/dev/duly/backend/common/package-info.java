/** What several backends are built with. */
@NullMarked
package dev.duly.backend.common;

import org.jspecify.annotations.NullMarked;
