package dev.duly.rabbitmq;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.outside.OutsideKit;
import org.junit.jupiter.api.Tag;

/** What RabbitMQ keeps of the contract. */
@Tag("server")
@KitOf("rabbitmq")
class RabbitKitTest extends OutsideKit {
  @Override
  protected BackendUnderTest open() {
    return new RabbitUnderTest();
  }
}
