/**
 * Real servers for tests, private ones: their own data, free ports on loopback, gone at the end.
 */
@NullMarked
package dev.duly.lab.server;

import org.jspecify.annotations.NullMarked;
