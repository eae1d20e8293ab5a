/** Carries jobs from one backend into another. */
@NullMarked
package dev.duly.bridge;

import org.jspecify.annotations.NullMarked;
