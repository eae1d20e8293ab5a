/** One idea in each class, tested beside it as an application would test it. */
@NullMarked
package dev.duly.examples;

import org.jspecify.annotations.NullMarked;
