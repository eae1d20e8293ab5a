/**
 * The language in which people ask for jobs, the same on the command line and everywhere else:
 * {@code state:dead type:mail.* age:>1h}.
 */
@NullMarked
package dev.duly.query;

import org.jspecify.annotations.NullMarked;
