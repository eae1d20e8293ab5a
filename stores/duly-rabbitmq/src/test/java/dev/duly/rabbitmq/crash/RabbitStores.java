package dev.duly.rabbitmq.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.StoreOpener;
import dev.duly.rabbitmq.RabbitBackend;

/** The nodes that processes are told to play on. */
final class RabbitStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return RabbitBackend.url(store);
  }
}
