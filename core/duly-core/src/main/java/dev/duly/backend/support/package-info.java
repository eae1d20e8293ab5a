/** What several backends are built with. */
@NullMarked
package dev.duly.backend.support;

import org.jspecify.annotations.NullMarked;
