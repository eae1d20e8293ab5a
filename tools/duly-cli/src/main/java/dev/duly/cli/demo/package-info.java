/**
 * The demo shop: two producers, four worker groups that really work, a nightly report, one mail
 * server that is broken on purpose.
 */
@NullMarked
package dev.duly.cli.demo;

import org.jspecify.annotations.NullMarked;
