/** Jobs and dead letters as a person or a program gives and reads them: lines, cards, words. */
@NullMarked
package dev.duly.cli.job;

import org.jspecify.annotations.NullMarked;
