package dev.duly.rabbitmq;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.outside.OutsideKit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What RabbitMQ keeps of the contract. Its tests wait at the same time, each on its queues. */
@Tag("server")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = RabbitUnderTest.NODE, mode = ResourceAccessMode.READ)
@KitOf("rabbitmq")
class RabbitKitTest extends OutsideKit {
  @Override
  protected BackendUnderTest open() {
    return new RabbitUnderTest();
  }
}
