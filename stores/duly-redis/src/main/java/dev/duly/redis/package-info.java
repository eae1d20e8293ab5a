/** Jobs in Redis or Valkey: one Lua script per verb, and a queue in a fixed set of keys. */
@NullMarked
package dev.duly.redis;

import org.jspecify.annotations.NullMarked;
