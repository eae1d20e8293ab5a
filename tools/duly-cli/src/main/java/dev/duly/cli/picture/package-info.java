/** What a system looks like now: read from the store, the same for every screen that shows it. */
@NullMarked
package dev.duly.cli.picture;

import org.jspecify.annotations.NullMarked;
