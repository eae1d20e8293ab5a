package dev.duly.redis.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.StoreOpener;
import dev.duly.redis.RedisBackend;

/** The servers that processes are told to play on. */
final class RedisStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return RedisBackend.url(store);
  }
}
