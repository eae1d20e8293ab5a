package dev.duly.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its {@link TestQueue}. */
final class DulyExtension implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(DulyExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestQueue.class;
  }

  @Override
  public TestQueue resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Store store = test.getStore(OURS); // and no method that JUnit 5 or 6 alone has
    TestQueue queue = store.get(TestQueue.class, TestQueue.class);
    if (queue == null) {
      queue = TestQueue.create();
      store.put(TestQueue.class, queue);
    }
    return queue;
  }
}
