/**
 * The contract as tests. A backend's test is a subclass of {@link dev.duly.tck.InspectedKit} that
 * opens it on a {@link dev.duly.tck.bench.BackendUnderTest}; each test names the rules it proves.
 */
@NullMarked
package dev.duly.tck;

import org.jspecify.annotations.NullMarked;
