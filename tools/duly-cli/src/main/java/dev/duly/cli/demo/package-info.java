/**
 * The demo shop: two producers, three worker groups that really work, one mail server that is
 * broken on purpose.
 */
@NullMarked
package dev.duly.cli.demo;

import org.jspecify.annotations.NullMarked;
